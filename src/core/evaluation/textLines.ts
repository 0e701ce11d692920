export interface TextLine {
  readonly text: string;
  /** Counted from 1, as an editor counts. */
  readonly line: number;
}

/** The lines of a file, whatever ends them; empty ones included. */
export function splitLines(text: string): TextLine[] {
  return text.split(/\r\n|\n|\r/u).map((line, i) => ({ text: line, line: i + 1 }));
}
