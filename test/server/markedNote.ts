import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-protocol';

/** A note whose expected mention and cursor were written into it. */
export interface MarkedNote {
  readonly text: string;
  readonly cursor: Position;
  /** Nothing where no mention was marked. */
  readonly range: Range | undefined;
}

/** Reads "for [type 2‸ diabetes] since": brackets around the mention, ‸ at the cursor. */
export function parseMarkedNote(marked: string): MarkedNote {
  const text = marked.replace(/[[\]‸]/gu, '');
  const document = TextDocument.create('note:', 'plaintext', 1, text);
  const offsetOf = (mark: string): number =>
    marked.slice(0, marked.indexOf(mark)).replace(/[[\]‸]/gu, '').length;
  return {
    text,
    cursor: document.positionAt(offsetOf('‸')),
    range: marked.includes('[')
      ? { start: document.positionAt(offsetOf('[')), end: document.positionAt(offsetOf(']')) }
      : undefined,
  };
}

/** The range of the first occurrence of `term` in `text`. */
export function rangeOf(text: string, term: string): Range {
  const document = TextDocument.create('note:', 'plaintext', 1, text);
  const start = text.indexOf(term);
  return { start: document.positionAt(start), end: document.positionAt(start + term.length) };
}
