import { kindOfWord } from './kindOfWord.ts';

type Words = readonly string[];
/** What stands between the conjunctions, each in its words; two or more. */
interface Coordination {
  readonly first: Words;
  readonly later: readonly Words[];
  readonly last: Words;
}

/** Longer mentions and lists are sentences. */
const longestMention = 200;
const mostParts = 8;
/** How many lengths of a shared ending are read. */
const mostHeads = 4;

/**
 * Readings of a composite mention, the likeliest first, each a list of full names: "breast and ovarian cancer" is
 * "breast cancer" and "ovarian cancer", or less likely "breast" and "ovarian cancer". Empty when the mention
 * coordinates nothing. Form alone cannot tell "skin and soft tissue infection" from "Duchenne and Becker
 * muscular dystrophy", so whoever has a vocabulary links the names of every reading and keeps the best. Try the
 * whole mention first: "head and neck cancer" is one name.
 */
export function readComposite(mention: string): string[][] {
  const parts = splitAtConjunctions(mention);
  const [first, ...later] = parts;
  const last = later.at(-1);
  if (!first || !last) {
    return [];
  }
  const readings = readCoordination({ first, later, last });
  const texts = readings.map((reading) => reading.map((words) => words.map(singularCounter).join(' ')));
  return [...new Map(texts.map((reading) => [reading.join('\n'), reading])).values()];
}

/** The names in a composite mention by its likeliest reading; empty when it is none. */
export function splitComposite(mention: string): string[] {
  return readComposite(mention)[0] ?? [];
}

function splitAtConjunctions(mention: string): Words[] {
  if (
    mention.length > longestMention ||
    !/\s(?:and|or|and\/or|as well as|&)\s|\p{L}{3}\s?\/\s?\p{L}{3}/iu.test(mention)
  ) {
    return [];
  }
  const parts = mention
    .replace(/\s(?:and\/or|or|as well as|&)\s/giu, ' and ')
    .split(/,?\sand\s|,\s|(?<=\p{L}{3})\s?\/\s?(?=\p{L}{3})/iu)
    .map((part) => part.split(/\s+/u).filter((word) => word !== ''))
    .map((words) => words.filter((word) => !/^(?:both|either|the)$/u.test(word)));
  return parts.length > mostParts || parts.some((words) => words.length === 0) ? [] : parts;
}

function readCoordination(parts: Coordination): Words[][] {
  const { first, later, last } = parts;
  const apart = [first, ...later];
  if (isNumbered(parts)) {
    return [shareAroundIdentifier(parts), apart];
  }
  const preposition = first.findIndex((word) => /^(?:of|in|to)$/iu.test(word));
  if (preposition > 0 && preposition < first.length - 1) {
    return [shareBeginning(parts, preposition + 1), apart];
  }
  if (last.length === 1) {
    const beginnings = first.slice(1).map((_, i) => shareBeginning(parts, first.length - 1 - i));
    return sharesBeginning(parts) ? [...beginnings, apart] : [apart, ...beginnings];
  }
  const heads = headLengths(parts).map((length) => shareHead(parts, length));
  const spread = heads.slice(0, 1).flatMap((reading) => spreadModifier(reading));
  return sharesHead(parts) ? [...heads, ...spread, apart] : [apart, ...heads, ...spread];
}

/** "Hepatitis B and C", "stage II and III carcinoma", "C6 and C7 deficiency". */
function isNumbered({ first, later, last }: Coordination): boolean {
  return (
    isIdentifier(first.at(-1)) &&
    isIdentifier(last[0]) &&
    later.every((words) => words.length === 1 || words === last)
  );
}

function isIdentifier(word: string | undefined): boolean {
  return word !== undefined && kindOfWord(word) === 'identifier';
}

function shareAroundIdentifier({ first, later, last }: Coordination): Words[] {
  const [beginning, head] = [first.slice(0, -1), last.slice(1)];
  return [[...first, ...head], ...later.map(([word = '']) => [...beginning, word, ...head])];
}

/** "Cleft lip and palate": its first word belongs to both. */
function shareBeginning({ first, later }: Coordination, length: number): Words[] {
  return [first, ...later.map((words) => [...first.slice(0, length), ...words])];
}

function sharesBeginning({ first, last }: Coordination): boolean {
  const [start, end] = [kindOfWord(first[0] ?? ''), kindOfWord(last[0] ?? '')];
  return first.length > 1 && end !== 'complaint' && start !== 'complaint';
}

/** "Breast and ovarian cancer": its last word belongs to both. */
function shareHead({ first, later, last }: Coordination, length: number): Words[] {
  const head = last.slice(-length);
  return [first, ...later].map((words) => (words === last ? words : [...words, ...head]));
}

/**
 * How many words the parts may share at the end, the likeliest first: as many as leave the last part as long
 * as the one before it ("Duchenne and Becker muscular dystrophy"), then one.
 */
function headLengths({ first, later, last }: Coordination): number[] {
  const before = later.at(-2) ?? first;
  const all = last.slice(1).map((_, i) => i + 1);
  const compound = compoundModifiers.find((words) => words.every((word, i) => last[i] === word));
  const parallel = last.length - (compound ? compound.length : before.length);
  return [...new Set([parallel, ...all])].filter((length) => all.includes(length)).slice(0, mostHeads);
}

/** Of two words that modify as one: "skin and soft tissue infection". */
const compoundModifiers: readonly Words[] = [
  'soft tissue',
  'connective tissue',
  'urinary tract',
  'respiratory tract',
  'biliary tract',
  'central nervous system',
  'peripheral nervous system',
  'nervous system',
  'bone marrow',
  'lymph node',
  'spinal cord',
].map((words) => words.split(' '));

/** "Breast and ovarian cancer" against "nausea and severe vomiting": no complaint lacks a head. */
function sharesHead({ first, later, last }: Coordination): boolean {
  const kinds = [first, ...later.slice(0, -1)].map((words) => kindOfWord(words.at(-1) ?? ''));
  const kindOfLast = kindOfWord(last[0] ?? '');
  return (
    !kinds.includes('complaint') &&
    (!kinds.includes('unknown') || kindOfLast === 'unknown' || kindOfLast === 'identifier')
  );
}

/** "Familial breast and ovarian cancer": the quality may be of both. */
function spreadModifier([first, ...later]: readonly Words[]): Words[][] {
  const quality = first?.[0];
  return first && quality !== undefined && first.length > 2 && kindOfWord(quality) === 'quality'
    ? [[first, ...later.map((words) => [quality, ...words])]]
    : [];
}

/** "Types 1 and 2 diabetes" is of "type 1 diabetes". */
function singularCounter(word: string): string {
  return word.replace(/^(type|stage|grade|class|group)s$/iu, '$1');
}
