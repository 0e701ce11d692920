/** Numbers in [0, 1) that are the same in every run: mulberry32 (public domain, Tommy Ettinger). */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) {
    throw new Error('nothing to pick from');
  }
  return item;
}

/**
 * Sentences around the names of a vocabulary, with words of real notes between them: the words come back, as they
 * do in notes, but what stands together is new, so that next to no phrase was ever looked up before.
 */
export function writeNote(
  { names, words }: { readonly names: readonly string[]; readonly words: readonly string[] },
  lines: number,
  random: Random,
): string[] {
  const word = (): string => pick(words, random);
  const name = (): string => pick(names, random);
  const templates: readonly (() => string)[] = [
    () => `Reports ${word()} ${name()} with ${word()} ${word()} and ${name()} since ${word()} ${word()}.`,
    () => `History of ${name()}, ${word()} ${name()}; ${word()} ${word()} ${word()} after ${word()}.`,
    () => `On examination ${word()} ${word()} ${word()}, no ${name()} ${word()} of the ${word()} ${word()}.`,
    () => `${name()} ${word()} ${word()} ${word()} treated with ${word()} ${name()} ${word()}.`,
    () =>
      `Plan: ${word()} ${word()} for ${word()} ${name()}, ${word()} ${word()} ${word()} in ${word()} weeks.`,
  ];
  return Array.from({ length: lines }, () => pick(templates, random)());
}
