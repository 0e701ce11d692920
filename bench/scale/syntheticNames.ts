import { createRandom, pick, type Random } from '../soak/noteWriter.ts';
import { normalizeName } from '../../src/core/vocabulary/normalizeName.ts';

/**
 * `count` names that no vocabulary has, all distinct even when case and punctuation are set aside, the same ones for
 * a seed: the first words of one real name and the last words of another, so that words, lengths and the neighbours of
 * a name are those of real vocabularies.
 */
export function* recombineNames(
  realNames: readonly string[],
  count: number,
  seed: number,
): Generator<string> {
  const parts = splitNames(realNames);
  const random = createRandom(seed);
  const seen = new Set<string>();
  while (seen.size < count) {
    const name = recombine(parts, random);
    const normalized = normalizeName(name);
    if (normalized !== '' && !seen.has(normalized)) {
      seen.add(normalized);
      yield name;
    }
  }
}

/**
 * Queries for a vocabulary of `recombineNames`, half of them recombinations that it does not have, half of them its
 * names with a slip of the pen.
 * @param names some of the vocabulary's.
 */
export function writeQueries(
  realNames: readonly string[],
  names: readonly string[],
  isName: (normalized: string) => boolean,
  count: number,
  seed: number,
): string[] {
  const parts = splitNames(realNames);
  const random = createRandom(seed);
  const queries: string[] = [];
  while (queries.length < count) {
    const isHeldOut = queries.length % 2 === 0;
    const query = isHeldOut ? recombine(parts, random) : misspell(pick(names, random), random);
    if (!isName(normalizeName(query))) {
      queries.push(query);
    }
  }
  return queries;
}

interface NameParts {
  readonly heads: readonly string[];
  readonly tails: readonly string[];
}

/** Each name of two words or more, cut at each of its spaces. */
function splitNames(names: readonly string[]): NameParts {
  const heads = new Set<string>();
  const tails = new Set<string>();
  for (const name of names) {
    const words = name.split(' ').filter(Boolean);
    for (let cut = 1; cut < Math.min(words.length, mostWords); cut++) {
      heads.add(words.slice(0, cut).join(' '));
      tails.add(words.slice(cut, cut + mostWords).join(' '));
    }
  }
  return { heads: [...heads], tails: [...tails] };
}

const mostWords = 5;

function recombine({ heads, tails }: NameParts, random: Random): string {
  return `${pick(heads, random)} ${pick(tails, random)}`;
}

/** A letter left out, doubled, or two that changed places. */
function misspell(name: string, random: Random): string {
  const at = 1 + Math.floor(random() * Math.max(1, name.length - 2));
  const kind = Math.floor(random() * 3);
  const [before, letter, next, after] = [name.slice(0, at), name[at], name[at + 1], name.slice(at + 2)];
  switch (kind) {
    case 0:
      return `${before}${next ?? ''}${after}`;
    case 1:
      return `${before}${letter ?? ''}${letter ?? ''}${next ?? ''}${after}`;
    default:
      return `${before}${next ?? ''}${letter ?? ''}${after}`;
  }
}
