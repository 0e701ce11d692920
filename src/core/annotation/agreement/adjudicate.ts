import type { AnnotatedDocument, DocumentAnnotation } from '../annotatedDocument.ts';
import { createCodePointOffsets } from '../codePointOffsets.ts';
import { features, type LossList, placeOf } from '../formats/losses.ts';
import { createIds } from '../formats/uniqueIds.ts';
import { formatDifference } from '../merge/differenceComment.ts';
import { textOfRanges } from '../ranges.ts';
import type { DocumentComparison } from './compareDocument.ts';
import { type Difference, findDifferences } from './differences.ts';
import { adjudicationAttribute, boundsOf, type MarkedSpan, rangeKey } from './markedSpan.ts';

/**
 * The third set that somebody decides from two: what both sides say is taken over as A has it, with the comments of
 * both. Where they differ the annotations of both are left in, each with the attribute `Adjudicate` (its value `A` or
 * `B`) and a comment that numbers the difference, says what it is and what the other side has, by offsets and
 * identifiers, without words of the note. Whoever decides takes out the wrong one, or the attribute of the right one;
 * what has no such attribute is decided.
 * @param labels whose the sides are, for the comments.
 */
export function adjudicate(
  comparison: DocumentComparison,
  losses: LossList,
  labels?: { readonly A: string; readonly B: string },
): AnnotatedDocument {
  const { source, text, matches } = comparison;
  const differences = findDifferences(comparison);
  const differing = new Set(differences.flatMap(({ a, b }) => [a, b]));
  const drafts: Draft[] = matches.pairs
    .filter(({ a }) => !differing.has(a))
    .map(({ a, b }) => ({
      span: a,
      comments: [...a.annotations, ...b.annotations].flatMap(({ comments }) => comments),
    }));
  for (const [i, difference] of differences.entries()) {
    const number = `${i + 1} of ${differences.length}`;
    for (const side of ['A', 'B'] as const) {
      const span = side === 'A' ? difference.a : difference.b;
      if (span !== undefined) {
        drafts.push({ span, side, comments: [describe(difference, side, number, text, labels?.[side])] });
      }
    }
  }
  drafts.sort((one, other) => boundsOf(one.span).start - boundsOf(other.span).start);
  const nextId = createIds([]);
  const annotations = drafts.flatMap(({ span, side, comments }) =>
    toAnnotations(span, text).map((annotation, i): DocumentAnnotation => ({
      ...annotation,
      id: nextId('', 'T'),
      attributes: [
        ...annotation.attributes.filter(({ name }) => name !== adjudicationAttribute),
        ...(side === undefined ? [] : [{ name: adjudicationAttribute, value: side }]),
      ],
      comments: [
        ...(side === undefined ? [] : annotation.comments),
        ...(i === 0 ? [...new Set(comments)] : []),
      ],
    })),
  );
  if (source.relations.length > 0) {
    losses.add(`${features.relations} (not compared)`, placeOf(source));
  }
  return { ...source, id: comparison.id, text, annotations, relations: [] };
}

interface Draft {
  readonly span: MarkedSpan;
  /** Whose it is; nothing where both agree. */
  readonly side?: 'A' | 'B';
  readonly comments: readonly string[];
}

/** What a side has, at the place where it stands in the common text; what it has twice, once. */
function toAnnotations({ annotations, ranges }: MarkedSpan, text: string): DocumentAnnotation[] {
  const seen = new Set<string>();
  return annotations
    .filter(({ type, concepts, attributes, comments }) => {
      const key = JSON.stringify([type, concepts, attributes, comments]);
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    })
    .map((annotation) => ({ ...annotation, ranges, text: textOfRanges(text, ranges) }));
}

function describe(
  { kinds, a, b }: Difference,
  side: 'A' | 'B',
  number: string,
  text: string,
  label: string | undefined,
): string {
  const [other, otherName] = side === 'A' ? [b, 'B'] : [a, 'A'];
  const { toCodePoint } = createCodePointOffsets(text);
  const details =
    other === undefined
      ? []
      : [
          rangeKey(
            other.ranges.map(({ start, end }) => ({ start: toCodePoint(start), end: toCodePoint(end) })),
          ),
          other.conceptIds.join('|') || 'no concept',
          ...other.attributes,
        ];
  return formatDifference({
    ...{ number, kinds, label },
    other: details.length === 0 ? undefined : `${otherName} has ${details.join(', ')}`,
  });
}
