/**
 * Gives out identifiers: the wanted one the first time it comes, else, and for an empty one, the next free one with
 * the letter.
 * @param all that are going to be wanted, which are not given to others.
 */
export function createIds(all: readonly string[]): (wanted: string, letter: string) => string {
  const reserved = new Set(all);
  const given = new Set<string>();
  const numbers = new Map<string, number>();
  return (wanted, letter) => {
    let id = wanted;
    while (id === '' || given.has(id)) {
      const number = (numbers.get(letter) ?? 0) + 1;
      numbers.set(letter, number);
      id = reserved.has(`${letter}${number}`) ? '' : `${letter}${number}`;
    }
    given.add(id);
    return id;
  };
}
