import { isConceptTableHeader, readConceptRow } from '../../importConceptTable.ts';
import type { ImportedRecord, ImportOptions, SourceFile, VocabularyImporter } from '../importer.ts';
import { conceptAt, problemAt } from '../recordPosition.ts';
import { readLines } from '../sourceLines.ts';

/** The form in which vocabularies ship with TermLens, by which anybody can write one of their own. */
export const conceptTableImporter: VocabularyImporter = {
  format: 'concept-table',
  title: 'concept table of TermLens',
  recognize: (files) => files.filter(({ head }) => isConceptTableHeader(head.split(/[\r\n]/u, 1)[0] ?? '')),
  read: readConceptTables,
};

async function* readConceptTables(
  files: readonly SourceFile[],
  { signal }: ImportOptions,
): AsyncGenerator<ImportedRecord> {
  for (const file of files) {
    for await (const { firstLine, lines, problems } of readLines(file, signal)) {
      yield* problems.map((problem): ImportedRecord => ({ kind: 'problem', problem }));
      for (const [i, text] of lines.entries()) {
        const line = firstLine + i;
        const read = line === 1 ? undefined : readConceptRow(text);
        if (typeof read === 'string') {
          yield problemAt(file.path, line, read);
        } else if (read !== undefined) {
          yield conceptAt(read, file.path, line);
        }
      }
    }
  }
}
