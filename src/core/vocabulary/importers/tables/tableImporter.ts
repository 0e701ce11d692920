import {
  VocabularyFileError,
  type ImportOptions,
  type SampledFile,
  type SourceFile,
  type VocabularyImporter,
} from '../importer.ts';
import { peek, decodeHead } from '../sampleFile.ts';
import { mergeRows, type TableRecord } from './mergeRows.ts';
import { readConceptRow } from './readConceptRow.ts';
import { expectedColumns } from './tableColumns.ts';
import { findLayout, isTableName, type TableLayout } from './tableLayout.ts';
import { readRows } from './tableRows.ts';

/**
 * Tables of any origin: comma-, tab- or semicolon-separated values and JSON Lines, whose columns are known by
 * their names. Rows with the same identifier are one concept.
 */
export const tableImporter: VocabularyImporter = {
  format: 'table',
  title: 'table (CSV, TSV or JSON Lines)',
  recognize: recognizeTables,
  async *read(files, options) {
    const tables: Table[] = [];
    for (const file of files) {
      tables.push({ file, layout: await requireLayout(file) });
    }
    yield* mergeRows(() => readTables(tables, options));
  },
};

interface Table {
  readonly file: SourceFile;
  readonly layout: TableLayout;
}

/** Tables that can be read; or else those that are tables, so that their reader says what they lack. */
function recognizeTables(files: readonly SampledFile[]): readonly SampledFile[] {
  const tables = files.map((file) => ({ file, layout: findLayout(file.path, file.head) }));
  const readable = tables.filter(({ layout }) => layout?.roles !== undefined);
  const lacking = tables.filter(
    // Commas stand in prose too.
    ({ file, layout }) => layout !== undefined && (layout.form === '\t' || isTableName(file.path)),
  );
  return (readable.length > 0 ? readable : lacking).map(({ file }) => file);
}

async function requireLayout(file: SourceFile): Promise<TableLayout> {
  const layout = findLayout(file.path, decodeHead(await peek(file.read())));
  if (layout?.roles === undefined) {
    const found = layout?.columns.map((column) => `"${column.slice(0, 50)}"`).slice(0, 30) ?? [];
    throw new VocabularyFileError(
      file.path,
      `its columns are not known${found.length > 0 ? ` (${found.join(', ')})` : ''}. Name them in the first line: ` +
        `${expectedColumns}.`,
    );
  }
  return layout;
}

async function* readTables(
  tables: readonly Table[],
  { signal, prefix }: ImportOptions,
): AsyncGenerator<TableRecord> {
  for (const { file, layout } of tables) {
    for await (const row of readRows(file, layout, signal)) {
      if (row.kind === 'problem') {
        yield row;
        continue;
      }
      const concept = readConceptRow(row.cells, layout, prefix);
      yield typeof concept === 'string'
        ? { kind: 'problem', problem: { file: file.path, line: row.line, message: concept } }
        : { kind: 'row', concept, file: file.path, line: row.line };
    }
  }
}
