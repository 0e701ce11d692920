/** Two folders side by side, and the notes that both have. */
export interface FolderPair {
  /** Paths, with `/`. */
  readonly a: string;
  readonly b: string;
  /** Paths of notes in both of them, sorted. */
  readonly notes: readonly string[];
}

/** Of more folders beside one another nobody compares each with each. */
const mostAnnotators = 12;

/**
 * Folders of annotators: those in one folder that have notes of the same paths, as `anna/1.txt` and `ben/1.txt`. Whether
 * these are the same notes, their texts tell.
 * @param paths of notes with annotations, with `/`.
 */
export function pairFolders(paths: readonly string[]): readonly FolderPair[] {
  /** By the folder above and the path below, who has it. */
  const owners = new Map<
    string,
    { readonly above: string; readonly below: string; readonly who: string[] }
  >();
  for (const path of paths) {
    const parts = path.split('/');
    for (let i = 0; i < parts.length - 1; i++) {
      const [above, below] = [parts.slice(0, i).join('/'), parts.slice(i + 1).join('/')];
      const key = JSON.stringify([above, below]);
      const known = owners.get(key) ?? { above, below, who: [] };
      known.who.push(parts[i] ?? '');
      owners.set(key, known);
    }
  }
  const pairs = new Map<string, { readonly a: string; readonly b: string; readonly notes: string[] }>();
  for (const { above, below, who } of owners.values()) {
    const names = who.sort().slice(0, mostAnnotators);
    for (const [i, one] of names.entries()) {
      for (const other of names.slice(i + 1)) {
        const [a = '', b = ''] = [one, other].map((name) => (above === '' ? name : `${above}/${name}`));
        const pair = pairs.get(`${a}\n${b}`) ?? { a, b, notes: [] };
        pair.notes.push(below);
        pairs.set(`${a}\n${b}`, pair);
      }
    }
  }
  return [...pairs.values()]
    .map(({ a, b, notes }) => ({ a, b, notes: notes.sort() }))
    .sort((one, other) => (one.a + one.b < other.a + other.b ? -1 : 1));
}
