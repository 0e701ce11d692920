/** A row as it is written: one line, or several where a quoted cell holds line breaks. */
export interface WrittenRow {
  /** Number of its first line, counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** What seems to run over more lines has a quotation mark that nothing closes. */
const mostLinesARow = 50;

/** The last cell begins with a quotation mark, and nothing closes it. */
const opensCell = /(?:^|\t)"(?:[^"]|"")*$/u;
/** Closes a cell that began lines ago; what follows it has to be judged anew. */
const closesCell = /^(?:[^"]|"")*"(?=\t|$)/u;

/** Puts lines together that one row runs over. Where they make no whole row, each stands for itself. */
export function createRowGrouping(isWhole: (row: string) => boolean): {
  add(line: number, text: string): WrittenRow[];
  end(): WrittenRow[];
} {
  let open: { readonly line: number; readonly lines: readonly string[] } | undefined;

  const add = (line: number, text: string): WrittenRow[] => {
    if (open === undefined) {
      if (!opensCell.test(text)) {
        return [{ line, text }];
      }
      open = { line, lines: [text] };
      return [];
    }
    open = { line: open.line, lines: [...open.lines, text] };
    const [closing] = closesCell.exec(text) ?? [];
    if (closing === undefined || opensCell.test(text.slice(closing.length))) {
      return open.lines.length < mostLinesARow ? [] : giveUp(open);
    }
    const row = { line: open.line, text: open.lines.join('\n') };
    if (!isWhole(row.text)) {
      return giveUp(open);
    }
    open = undefined;
    return [row];
  };

  /** The first line alone, and what the others are without it. */
  const giveUp = ({ line, lines: [first = '', ...others] }: NonNullable<typeof open>): WrittenRow[] => {
    open = undefined;
    return [{ line, text: first }, ...others.flatMap((text, i) => add(line + 1 + i, text))];
  };

  return {
    add,
    end() {
      const rows: WrittenRow[] = [];
      while (open) {
        rows.push(...giveUp(open));
      }
      return rows;
    },
  };
}
