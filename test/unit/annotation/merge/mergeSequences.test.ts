import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeAnnotations } from '../../../../src/core/annotation/merge/mergeAnnotations.ts';
import { format, read, steps, valuesOf, work, type Model, type ModelMention } from './annotationModel.ts';

const empty: Model = { mentions: [], relations: [] };

/** One history: a file, and what two people made of it. Numbers of the base are kept, new ones clash. */
const history = fc.tuple(steps, steps, steps).map(([first, second, third]) => {
  const base = work(empty, [...first, ...first], 'base');
  const ours = work(base, second, 'ours');
  const theirs = work(base, third, 'theirs');
  const numbers = new Map<string, string>();
  const baseText = format(base, numbers);
  return {
    base: { model: base, text: baseText },
    ours: { model: ours, text: format(ours, new Map(numbers)) },
    theirs: { model: theirs, text: format(theirs, new Map(numbers)) },
  };
});

const runs = { numRuns: 10_000 };
const fewerRuns = { numRuns: 2_500 };
/** On a machine that is busy. */
const patienceMs = 120_000;

function contentOf(text: string): string[] {
  const { mentions, relations } = read(text);
  return [
    ...mentions.map(({ name, type, start, end, concepts, attributes, comments }) =>
      JSON.stringify([
        [name, type, start, end],
        [...concepts].sort(),
        attributes.filter((attribute) => !attribute.startsWith('Adjudicate')).sort(),
        comments.filter((comment) => !comment.startsWith('Difference')).sort(),
      ]),
    ),
    ...relations.map((relation) => JSON.stringify(relation)),
  ].sort();
}

/** Whether nobody could tell the mention from one of `before` that is gone: taken out and made again, nothing has changed. */
function isMadeAgain(mention: ModelMention, before: Model, after: Model): boolean {
  const said = JSON.stringify({ ...mention, name: '' });
  return before.mentions.some(
    (other) => find(after, other.name) === undefined && JSON.stringify({ ...other, name: '' }) === said,
  );
}

function find({ mentions }: Model, name: string): ModelMention | undefined {
  return mentions.find((mention) => mention.name === name);
}

describe('any two histories of an annotation file', () => {
  it(
    'loses no annotation, and nothing that was said of one',
    () => {
      fc.assert(
        fc.property(history, ({ base, ours, theirs }) => {
          const { text, conflicts } = mergeAnnotations({
            base: base.text,
            ours: ours.text,
            theirs: theirs.text,
          });
          const merged = read(text);
          expect(merged.troubles).toEqual([]);
          const [before, values] = [valuesOf(base.model), valuesOf(merged)];
          const names = new Set(merged.mentions.map(({ name }) => name));
          for (const [mine, other] of [
            [ours.model, theirs.model],
            [theirs.model, ours.model],
          ] as const) {
            const ofOther = valuesOf(other);
            for (const value of valuesOf(mine)) {
              if (!before.has(value) || ofOther.has(value)) {
                expect(values, `${value} of\n${text}`).toContain(value);
              }
            }
            for (const mention of mine.mentions) {
              const wasThere = find(base.model, mention.name);
              const isThere = find(other, mention.name);
              const isChanged =
                JSON.stringify(wasThere) !== JSON.stringify(mention) &&
                !isMadeAgain(mention, base.model, mine);
              const isSaidTwice = merged.mentions.some(
                ({ start, end, type }) =>
                  start === mention.start && end === mention.end && type === mention.type,
              );
              if (isThere !== undefined || (isChanged && !isSaidTwice)) {
                expect(names).toContain(mention.name);
              }
            }
          }
          const decided = merged.mentions.flatMap(({ attributes }) =>
            attributes.filter((attribute) => attribute.startsWith('Adjudicate')),
          );
          expect(decided.length).toBeGreaterThanOrEqual(conflicts.length);
          expect(decided.length).toBeLessThanOrEqual(2 * conflicts.length);
        }),
        runs,
      );
    },
    patienceMs,
  );

  it(
    'is the same whoever merges, up to numbers and letters',
    () => {
      fc.assert(
        fc.property(history, ({ base, ours, theirs }) => {
          const one = mergeAnnotations({ base: base.text, ours: ours.text, theirs: theirs.text });
          const other = mergeAnnotations({ base: base.text, ours: theirs.text, theirs: ours.text });
          expect(one.conflicts.length).toBe(other.conflicts.length);
          if (one.conflicts.length === 0) {
            // Of one span that both marked, the covered text is that of the side which is merged into.
            const named = (text: string): string[] =>
              contentOf(text).map((line) => line.replaceAll(/(?:ours|theirs)\d+/gu, '*'));
            expect(named(one.text).sort()).toEqual(named(other.text).sort());
          }
        }),
        fewerRuns,
      );
    },
    patienceMs,
  );

  it(
    'takes over what one side did as it is, also where the other side has other numbers',
    () => {
      fc.assert(
        fc.property(history, fc.integer({ min: 1, max: 9 }), ({ base, ours }, first) => {
          expect(mergeAnnotations({ base: base.text, ours: ours.text, theirs: base.text }).text).toBe(
            ours.text,
          );
          expect(mergeAnnotations({ base: base.text, ours: base.text, theirs: ours.text }).text).toBe(
            ours.text,
          );
          // Which of two that say the same has become which, nobody can tell without their numbers.
          const said = base.model.mentions.map(({ start, end, type, concepts }) =>
            [start, end, type, ...concepts].join(' '),
          );
          fc.pre(new Set(said).size === said.length);
          const renumbered = format(base.model, new Map(), first);
          for (const sides of [
            { ours: ours.text, theirs: renumbered },
            { ours: renumbered, theirs: ours.text },
          ]) {
            const { text, conflicts } = mergeAnnotations({ base: base.text, ...sides });
            expect(conflicts).toEqual([]);
            expect(contentOf(text)).toEqual(contentOf(ours.text));
          }
        }),
        fewerRuns,
      );
    },
    patienceMs,
  );

  it(
    'removes nothing without a base',
    () => {
      fc.assert(
        fc.property(history, ({ ours, theirs }) => {
          const { text } = mergeAnnotations({ ours: ours.text, theirs: theirs.text });
          const merged = read(text);
          expect(merged.troubles).toEqual([]);
          expect([...valuesOf(merged)]).toEqual(
            expect.arrayContaining([...valuesOf(ours.model), ...valuesOf(theirs.model)]),
          );
        }),
        fewerRuns,
      );
    },
    patienceMs,
  );
});
