import type { SourceFile } from '../../vocabulary/importers/importer.ts';
import { readLines } from '../../vocabulary/importers/sourceLines.ts';
import { type DocumentRecord, problemAt } from './annotationFormat.ts';

export type LineRecord =
  | { readonly kind: 'line'; readonly text: string; readonly line: number }
  | (DocumentRecord & { kind: 'problem' });

/** The lines of a file one by one; those that are no text come as problems. */
export async function* readTextLines(file: SourceFile, signal?: AbortSignal): AsyncGenerator<LineRecord> {
  for await (const { firstLine, lines, problems } of readLines(file, signal)) {
    yield* problems.map(({ line, message }) => problemAt(file.path, line, message));
    for (const [i, text] of lines.entries()) {
      yield { kind: 'line', text, line: firstLine + i };
    }
  }
}

/** A text file as a whole, with a byte order mark if it has one; bytes that are no UTF-8 come as U+FFFD. */
export async function readWholeText(file: SourceFile, signal?: AbortSignal): Promise<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for await (const chunk of file.read()) {
    signal?.throwIfAborted();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
