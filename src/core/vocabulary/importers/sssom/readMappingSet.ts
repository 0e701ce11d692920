import { VocabularyFileError, type ImportedRecord, type SourceFile } from '../importer.ts';
import { problemAt } from '../recordPosition.ts';
import { readLines } from '../sourceLines.ts';
import {
  isColumnLine,
  isWholeRow,
  readColumns,
  readMapping,
  type MappingRow,
  type SssomColumns,
} from './mappingRow.ts';
import { parseMetadata, type SssomMetadata } from './sssomMetadata.ts';
import { createRowGrouping, type WrittenRow } from './writtenRows.ts';

export interface PlacedMapping {
  readonly kind: 'mapping';
  readonly row: MappingRow;
  readonly metadata: SssomMetadata;
  readonly line: number;
}

/**
 * The mappings of a file in SSSOM/TSV, problems beside them, and the release once.
 *
 * @param beside The YAML file with its metadata, where the file has none at its head.
 */
export async function* readMappingSet(
  file: SourceFile,
  beside: SourceFile | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<ImportedRecord | PlacedMapping> {
  let header = '';
  let table: MappingTable | undefined;
  for await (const { firstLine, lines, problems } of readLines(file, signal)) {
    yield* problems.map((problem): ImportedRecord => ({ kind: 'problem', problem }));
    for (const [i, line] of lines.entries()) {
      const at = firstLine + i;
      if (table !== undefined) {
        yield* readRows(file, table, table.grouping.add(at, line));
      } else if (line.startsWith('#')) {
        header += `${line.slice(1)}\n`;
      } else if (line.trim() !== '') {
        const columns = readColumnLine(line, file, at);
        const read = readMetadata(
          header === '' && beside !== undefined ? await readText(beside, signal) : header,
        );
        const isRead = typeof read !== 'string';
        table = {
          columns,
          metadata: isRead ? read : { curieMap: new Map(), release: {} },
          grouping: createRowGrouping((row) => isWholeRow(row, columns)),
        };
        yield isRead
          ? { kind: 'release', release: read.release }
          : problemAt(header === '' ? (beside ?? file).path : file.path, 1, read);
      }
    }
  }
  if (table !== undefined) {
    yield* readRows(file, table, table.grouping.end());
  }
}

interface MappingTable {
  readonly columns: SssomColumns;
  readonly metadata: SssomMetadata;
  readonly grouping: ReturnType<typeof createRowGrouping>;
}

function* readRows(
  file: SourceFile,
  { columns, metadata }: MappingTable,
  rows: readonly WrittenRow[],
): Generator<ImportedRecord | PlacedMapping> {
  for (const { line, text } of rows) {
    const row = text.trim() === '' || text.startsWith('#') ? undefined : readMapping(text, columns);
    if (row !== undefined) {
      yield typeof row === 'string'
        ? problemAt(file.path, line, row)
        : { kind: 'mapping', row, metadata, line };
    }
  }
}

function readColumnLine(line: string, file: SourceFile, at: number): SssomColumns {
  if (!isColumnLine(line)) {
    throw new VocabularyFileError(
      file.path,
      `Line ${at}: the columns of a mapping set are expected, subject_id and predicate_id among them.`,
    );
  }
  return readColumns(line);
}

/** What is wrong with it, where it is no YAML. The mappings can be read without, but for prefixes of their own. */
function readMetadata(yaml: string): SssomMetadata | string {
  try {
    return parseMetadata(yaml);
  } catch (error) {
    if (!(error instanceof Error)) {
      throw error;
    }
    const [what = ''] = error.message.split('\n', 1);
    return `The metadata is no YAML and left out: ${what.slice(0, 200)}`;
  }
}

async function readText(file: SourceFile, signal: AbortSignal | undefined): Promise<string> {
  let text = '';
  for await (const { lines } of readLines(file, signal)) {
    text += `${lines.join('\n')}\n`;
  }
  return text;
}
