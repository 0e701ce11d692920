import type { BratRecords } from './bratRecords.ts';

/** Our lines as they become the merged file's: what is not touched stays byte for byte, in its place. */
export interface MergedLines {
  /** Lines are named by their index in our file. */
  remove(found: readonly { readonly line: number }[]): void;
  replace(line: number, source: string): void;
  /** Puts lines behind one of ours, after what was put there before, or at the end. */
  add(sources: readonly string[], behind: number | undefined): void;
  format(): string;
}

export function createMergedLines(ours: BratRecords, theirs: BratRecords): MergedLines {
  const lines: (string | undefined)[] = [...ours.lines];
  const behind = new Map<number, string[]>();
  const atEnd: string[] = [];
  const lineEnd = ours.lineEnd ?? theirs.lineEnd ?? '\n';
  const hasByteOrderMark = ours.lines.length > 0 ? ours.hasByteOrderMark : theirs.hasByteOrderMark;
  return {
    remove(found) {
      for (const { line } of found) {
        lines[line] = undefined;
      }
    },
    replace(line, source) {
      lines[line] = source;
    },
    add(sources, line) {
      if (line === undefined) {
        atEnd.push(...sources);
      } else {
        behind.set(line, [...(behind.get(line) ?? []), ...sources]);
      }
    },
    format() {
      const parts = lines.flatMap((source, i) => [
        ...(source === undefined ? [] : [{ source, end: ours.lineEnds[i] ?? lineEnd }]),
        ...(behind.get(i) ?? []).map((added) => ({ source: added, end: lineEnd })),
      ]);
      const all = [...parts, ...atEnd.map((source) => ({ source, end: lineEnd }))];
      const text = all.map(({ source, end }, i) =>
        end === '' && i < all.length - 1 ? source + lineEnd : source + end,
      );
      return (hasByteOrderMark ? '\ufeff' : '') + text.join('');
    },
  };
}
