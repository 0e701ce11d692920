import { namesOf, type KnownVocabulary } from './catalogue.ts';

const mostShown = 5;
/** Of the pairs of letters that two names have, how many they share; below that they have nothing in common. */
const leastShared = 0.35;
/** Of the likest one's likeness; what is much less like it is not what was meant. */
const leastOfBest = 0.7;

/** Ids of known vocabularies whose names are like what was typed, the likest first. */
export function nearVocabularies(typed: string, catalogue: readonly KnownVocabulary[]): string[] {
  const wanted = typed.trim().toLowerCase();
  const found = catalogue
    .map((entry) => ({
      id: entry.id,
      likeness: Math.max(...namesOf(entry).map((name) => likeness(wanted, name))),
    }))
    .filter((entry) => entry.likeness >= leastShared)
    .sort((a, b) => b.likeness - a.likeness);
  const best = found[0]?.likeness ?? 0;
  return found
    .filter((entry) => entry.likeness >= leastOfBest * best)
    .slice(0, mostShown)
    .map(({ id }) => id);
}

/** Dice's coefficient of pairs of letters; a name that holds the other whole is like it. */
function likeness(one: string, other: string): number {
  const contained = one.length > 2 && (one.includes(other) || other.includes(one)) ? 0.5 : 0;
  const pairs = letterPairs(one);
  const left = letterPairs(other);
  const all = pairs.length + left.length;
  let shared = 0;
  for (const pair of pairs) {
    const at = left.indexOf(pair);
    if (at >= 0) {
      left.splice(at, 1);
      shared++;
    }
  }
  return Math.max(contained, all === 0 ? 0 : (2 * shared) / all);
}

/** With the edges of the name, so that short ones have pairs as well. */
function letterPairs(name: string): string[] {
  const framed = ` ${name} `;
  return Array.from({ length: framed.length - 1 }, (_, i) => framed.slice(i, i + 2));
}
