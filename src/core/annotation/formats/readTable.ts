import { type DocumentAnnotation, plainDocument } from '../annotatedDocument.ts';
import { createCodePointOffsets } from '../codePointOffsets.ts';
import type { TableRow } from '../../vocabulary/importers/tables/tableCells.ts';
import { type DocumentRecord, problemAt } from './annotationFormat.ts';
import { readConceptCell } from './conceptCell.ts';
import { type LossList, placeOf } from './losses.ts';
import { longestText, rebuildText, type TextPiece } from './rebuildText.ts';

interface Mention {
  readonly id: string;
  readonly cells: ReadonlyMap<string, string>;
  readonly pieces: TextPiece[];
}

/** Documents of a table of annotations: what the table does not have of their text, it has as spaces. */
export async function* readTable(
  rows: AsyncIterable<TableRow>,
  columns: readonly string[],
  file: string,
  losses: LossList,
): AsyncGenerator<DocumentRecord> {
  let id: string | undefined;
  let mentions = new Map<string, Mention>();
  let tokens: TextPiece[] = [];
  const finish = function* (): Generator<DocumentRecord> {
    if (id !== undefined) {
      yield toDocument(id, [...mentions.values()], tokens, losses);
    }
  };
  for await (const row of rows) {
    if (row.kind === 'problem') {
      yield row;
      continue;
    }
    const cells = new Map(columns.map((column, i) => [column, String(row.cells[i] ?? '')]));
    const pieces = readPieces(cells);
    if (pieces === undefined) {
      const message =
        'The offsets are no whole numbers in order, or the text is not as long as they say; the row is left out.';
      yield problemAt(file, row.line, message);
      continue;
    }
    const document = cells.get('document') ?? '';
    if (document !== id) {
      yield* finish();
      [id, mentions, tokens] = [document, new Map<string, Mention>(), []];
    }
    const annotation = cells.get('annotation') ?? '';
    if (annotation === '') {
      tokens.push(...pieces);
    } else {
      // bconv writes the pieces of a discontinuous one on rows of their own.
      const known = mentions.get(annotation) ?? { id: annotation, cells, pieces: [] };
      known.pieces.push(...pieces);
      mentions.set(annotation, known);
    }
  }
  yield* finish();
}

/** The text of a span in pieces is theirs, with spaces between. */
function readPieces(cells: ReadonlyMap<string, string>): TextPiece[] | undefined {
  const numbers = (column: string): number[] =>
    (cells.get(column) ?? '').split(';').map((cell) => (/^\d+$/u.test(cell) ? Number(cell) : NaN));
  const [starts, ends] = [numbers('start'), numbers('end')];
  const characters = Array.from(cells.get('text') ?? '');
  let position = 0;
  const pieces = starts.map((start, i): TextPiece => {
    const end = ends[i] ?? NaN;
    const text = characters.slice(position, position + end - start).join('');
    position += end - start + 1;
    return { start, end, text };
  });
  const isSound = pieces.every(
    ({ start, end }, i) => start < end && end <= longestText && start >= (pieces[i - 1]?.end ?? 0),
  );
  const isWhole = characters.length === position - 1;
  return isSound && isWhole && starts.length === ends.length ? pieces : undefined;
}

function toDocument(
  id: string,
  mentions: readonly Mention[],
  tokens: readonly TextPiece[],
  losses: LossList,
): DocumentRecord {
  if (tokens.length === 0) {
    losses.add('the text around annotations, which the table does not have', placeOf({ id }));
  }
  const text = rebuildText([...tokens, ...mentions.flatMap(({ pieces }) => pieces)]);
  const offsets = createCodePointOffsets(text);
  const annotations = mentions.map(({ id: annotationId, cells, pieces }): DocumentAnnotation => {
    const split = (column: string): string[] => {
      const cell = cells.get(column) ?? '';
      return cell === '' ? [] : cell.split('|');
    };
    const ranges = [...pieces]
      .sort((a, b) => a.start - b.start)
      .map(({ start, end }) => ({ start: offsets.toUtf16(start), end: offsets.toUtf16(end) }));
    const names = split('names');
    return {
      id: annotationId,
      type: cells.get('type') ?? '',
      ranges,
      text: ranges.map(({ start, end }) => text.slice(start, end)).join(' '),
      concepts: readConceptCell(cells.get('concepts') ?? '').map((curie, i) => ({
        curie,
        preferredName: names[i] ?? '',
      })),
      attributes: split('attributes').map((attribute) => {
        const [, name = attribute, value = 'true'] = /^([^=]*)=(.*)$/su.exec(attribute) ?? [];
        return { name, value };
      }),
      comments: split('comments'),
    };
  });
  return { kind: 'document', document: { ...plainDocument(id, text), annotations } };
}
