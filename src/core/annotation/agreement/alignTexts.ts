import type { TextRange } from '../annotation.ts';

/** Two texts of one document laid over each other. */
export interface Alignment {
  /** That of A, with what only B knows where A has spaces. */
  readonly text: string;
  /** Where a range of B stands in it; nothing where the range covers white space alone. */
  fromB(range: TextRange): TextRange | undefined;
}

/**
 * The way from text B to text A of one document, which formats lay out differently: other line ends, an empty line
 * between title and abstract, a byte order mark. White space does not count. A table of annotations alone has spaces
 * where it does not know the text; there, nothing may stand against the other text.
 * @returns nothing where these are different texts.
 */
export function alignTexts(a: string, b: string): Alignment | undefined {
  if (a === b) {
    return { text: a, fromB: (range) => range };
  }
  const [inA, inB] = [findInk(a), findInk(b)];
  if (inA.length === inB.length && inA.every((at, i) => a[at] === b[inB[i] ?? -1])) {
    return { text: a, fromB: createInkAlignment(inA, b) };
  }
  const merged = mergeTexts(a, b);
  return merged === undefined ? undefined : { text: merged, fromB: (range) => range };
}

/** By counting what is no white space. */
function createInkAlignment(inA: readonly number[], b: string): Alignment['fromB'] {
  /** How many such characters stand before each offset of B. */
  const before = new Uint32Array(b.length + 1);
  for (let i = 0; i < b.length; i++) {
    before[i + 1] = (before[i] ?? 0) + Number(!isSpace(b.charAt(i)));
  }
  return ({ start, end }) => {
    const first = inA[before[start] ?? 0];
    const last = inA[(before[end] ?? 0) - 1];
    return first === undefined || last === undefined || last < first
      ? undefined
      : { start: first, end: last + 1 };
  };
}

/** Offsets of what is no white space. */
function findInk(text: string): number[] {
  const offsets: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (!isSpace(text.charAt(i))) {
      offsets.push(i);
    }
  }
  return offsets;
}

/** Nothing where two characters stand against each other at one offset. */
function mergeTexts(a: string, b: string): string | undefined {
  const characters: string[] = [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [ofA, ofB] = [a.charAt(i), b.charAt(i)];
    if (ofA !== ofB && !isSpace(ofA) && !isSpace(ofB)) {
      return undefined;
    }
    characters.push(isSpace(ofA) && ofB !== '' && !isSpace(ofB) ? ofB : ofA || ofB);
  }
  return characters.join('');
}

/** Also of what lies behind the end. */
function isSpace(character: string): boolean {
  return character === '' || /\s/u.test(character);
}
