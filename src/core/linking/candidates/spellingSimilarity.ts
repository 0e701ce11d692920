/** A name with more of its letters wrong than this is another name. */
const leastShareRight = 0.75;
/** No slip of the pen: longer names are told apart by their vectors. */
const longest = 60;

/**
 * How much like a typing error of `name` the mention looks: 1 for none, 0 from a quarter of wrong letters on. The
 * errors counted are a letter too many, too few or another, and two letters exchanged (Damerau 1964, as the optimal
 * string alignment distance).
 */
export function spellingSimilarity(mention: string, name: string): number {
  const length = Math.max(mention.length, name.length);
  const most = Math.floor(length * (1 - leastShareRight));
  if (length === 0 || length > longest || Math.abs(mention.length - name.length) > most) {
    return 0;
  }
  const errors = countErrors(mention, name, most);
  return Math.max(0, 1 - errors / (length * (1 - leastShareRight)));
}

/** Infinity as soon as there are more than `most`. */
function countErrors(a: string, b: string, most: number): number {
  let beforeLast = new Uint8Array(b.length + 1);
  let last = Uint8Array.from({ length: b.length + 1 }, (_, j) => j);
  let row = new Uint8Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let leastOfRow = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let least = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] as number) + 1);
      }
      row[j] = least;
      leastOfRow = Math.min(leastOfRow, least);
    }
    // Two letters exchanged reach back two rows, and cost one.
    if (leastOfRow > most + 1) {
      return Infinity;
    }
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[b.length] as number;
}
