import type { Curie } from '../../concept.ts';
import type { ImportProblem } from '../../importProblem.ts';
import {
  VocabularyFileError,
  type ImportedRecord,
  type ReleaseDetails,
  type SourceFile,
  type VocabularyImporter,
} from '../importer.ts';
import type { ReportProblem } from './csvRecords.ts';
import { relatedNamesOf, toConcept, toCurie } from './loincConcept.ts';
import { findLoincFiles, isLoincFile, requiredColumns } from './loincFiles.ts';
import { readLoincTable } from './loincTable.ts';

const tableColumns = { code: 'LOINC_NUM', required: requiredColumns };
const replacementColumns = { code: 'LOINC', required: ['LOINC', 'MAP_TO'] };

/** A related name of more records than this says what they have in common rather than what one of them is. */
const mostRecordsOfName = 50;

/**
 * LOINC's table of codes in CSV (Regenstrief Institute, LOINC Users' Guide, appendix A): Loinc.csv, or
 * LoincTableCore.csv without the columns for related and consumer names, and MapTo.csv. The table is read twice,
 * first to count the related names, which take some 30 MB.
 */
export const loincImporter: VocabularyImporter = {
  format: 'loinc',
  title: 'LOINC table',

  recognize(files) {
    const { table, replacements } = findLoincFiles(files.filter(isLoincFile));
    return [table, replacements].filter((file) => file !== undefined);
  },

  async *read(files, { signal }): AsyncGenerator<ImportedRecord> {
    const { table, replacements } = findLoincFiles(files);
    if (table === undefined) {
      throw new VocabularyFileError(
        replacements?.path ?? 'LOINC',
        'the table itself is missing. Add Loinc.csv from the folder LoincTable of the release.',
      );
    }
    yield { kind: 'release', release: describe(table) };
    const problems: ImportProblem[] = [];
    const report: ReportProblem = (problem) => problems.push(problem);
    const replacedBy = await readReplacements(replacements, report, signal);
    const counts = await countRelatedNames(table, signal);
    const isTelling = (name: string): boolean => (counts.get(name.toLowerCase()) ?? 0) <= mostRecordsOfName;
    let conceptCount = 0;
    for await (const rows of readLoincTable(table, tableColumns, report, signal)) {
      yield* problems.splice(0).map((problem): ImportedRecord => ({ kind: 'problem', problem }));
      for (const row of rows) {
        const concept = toConcept(row, replacedBy.get(row('LOINC_NUM')) ?? [], isTelling);
        yield { kind: 'concept', concept };
      }
      conceptCount += rows.length;
    }
    if (conceptCount === 0) {
      throw new VocabularyFileError(
        table.path,
        'no record of it can be read. Unpack it from the release again.',
      );
    }
  },
};

/** What to use instead of a code; several for some, with a comment that says when which one applies. */
async function readReplacements(
  file: SourceFile | undefined,
  report: ReportProblem,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly Curie[]>> {
  const replacedBy = new Map<string, readonly Curie[]>();
  if (file) {
    for await (const rows of readLoincTable(file, replacementColumns, report, signal)) {
      for (const row of rows) {
        const code = row('LOINC');
        replacedBy.set(code, [...(replacedBy.get(code) ?? []), toCurie(row('MAP_TO'))]);
      }
    }
  }
  return replacedBy;
}

/** By lower case. Damaged records are reported when the table is read for its concepts. */
async function countRelatedNames(
  table: SourceFile,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const ignore: ReportProblem = () => undefined;
  for await (const rows of readLoincTable(table, tableColumns, ignore, signal)) {
    for (const row of rows) {
      for (const name of new Set(relatedNamesOf(row).map((written) => written.toLowerCase()))) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  }
  return counts;
}

function describe({ path }: SourceFile): ReleaseDetails {
  const version = /Loinc_(\d+\.\d+)/iu.exec(path)?.[1];
  return {
    title: 'LOINC',
    licence: 'LOINC License',
    source: 'https://loinc.org/',
    ...(version === undefined ? {} : { version }),
  };
}
