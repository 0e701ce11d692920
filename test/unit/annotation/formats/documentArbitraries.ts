import fc from 'fast-check';
import type { TextRange } from '../../../../src/core/annotation/annotation.ts';
import {
  type AnnotatedDocument,
  type DocumentAnnotation,
  plainDocument,
} from '../../../../src/core/annotation/annotatedDocument.ts';
import { textOfRanges } from '../../../../src/core/annotation/ranges.ts';
import { isInsidePair, note, rangeIn } from '../noteArbitraries.ts';

const word = fc.stringMatching(/^[A-Za-z][\w-]{0,8}$/u);
const phrase = fc
  .array(fc.constantFrom('heart', 'naïve', '発熱', '😀', 'a&b<c>', '"x"', 'it’s'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((words) => words.join(' '));
const curie = fc.oneof(
  fc.constantFrom('MESH:D009203', 'HP:0001250', 'SNOMEDCT:22298006', 'D008012', 'UMLS:C0027051', 'X:a/b%c'),
  fc.stringMatching(/^[A-Z]{2,6}:[\w.]{1,8}$/u),
);
const attribute = fc.oneof(
  fc.record({ name: fc.constantFrom('Negated', 'Historical', 'Uncertain'), value: fc.constant('true') }),
  fc.record({ name: word.map((name) => `x${name}`), value: word }),
);

/** Ranges in order that do not touch, at whole characters. */
function rangesIn(text: string): fc.Arbitrary<readonly TextRange[]> {
  return fc.array(rangeIn(text), { minLength: 1, maxLength: 3 }).map((ranges) => {
    const sound: TextRange[] = [];
    for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
      const isWhole = !isInsidePair(text, range.start) && !isInsidePair(text, range.end);
      if (isWhole && range.start < range.end && range.start > (sound.at(-1)?.end ?? -1)) {
        sound.push(range);
      }
    }
    return sound;
  });
}

/** A document as any tool may have made it, without passages; names and values as formats may join them. */
export const annotatedDocument: fc.Arbitrary<AnnotatedDocument> = note.chain((text) =>
  fc
    .array(
      fc.record({
        ranges: rangesIn(text),
        type: word,
        concepts: fc.uniqueArray(fc.record({ curie, preferredName: phrase }), {
          maxLength: 3,
          selector: (concept) => concept.curie,
        }),
        attributes: fc.uniqueArray(attribute, { maxLength: 3, selector: ({ name }) => name }),
        comments: fc.array(phrase, { maxLength: 2 }),
      }),
      { maxLength: 6 },
    )
    .map((drafts) => {
      const annotations = drafts
        .filter(({ ranges }) => ranges.length > 0)
        .sort((a, b) => (a.ranges[0]?.start ?? 0) - (b.ranges[0]?.start ?? 0))
        .map((draft, i): DocumentAnnotation => ({
          ...draft,
          id: `T${i + 1}`,
          text: textOfRanges(text, draft.ranges),
        }));
      return { ...plainDocument('note', text), annotations };
    }),
);
