import type { SampledFile, SourceFile } from '../importer.ts';

export interface LoincFiles<File extends SourceFile = SourceFile> {
  /** Loinc.csv, or LoincTableCore.csv, which has fewer columns. */
  readonly table?: File;
  /** MapTo.csv: what to use instead of deprecated codes. */
  readonly replacements?: File;
}

/** Columns without which a table is no table of LOINC. */
export const requiredColumns = ['LOINC_NUM', 'LONG_COMMON_NAME', 'STATUS'] as const;

/** By name, as the files are given to an importer without their beginnings. */
export function findLoincFiles<File extends SourceFile>(files: readonly File[]): LoincFiles<File> {
  const byName = (pattern: RegExp): File | undefined => files.find(({ path }) => pattern.test(path));
  const replacements = byName(/(?:^|[/\\])MapTo\.csv$/iu);
  const table =
    byName(/(?:^|[/\\])Loinc\.csv$/iu) ??
    byName(/(?:^|[/\\])LoincTableCore\.csv$/iu) ??
    files.find((file) => file !== replacements);
  return { ...(table ? { table } : {}), ...(replacements ? { replacements } : {}) };
}

/** Whether the header is that of a table of LOINC (Loinc.csv and its core, under any name) or of MapTo.csv. */
export function isLoincFile({ path, head }: SampledFile): boolean {
  const [header = ''] = head.replace(/^\uFEFF/u, '').split(/[\r\n]/u, 1);
  const columns = header.split(',').map((cell) => cell.trim().replaceAll('"', ''));
  return (
    /\.(?:csv|txt)$/iu.test(path) &&
    (requiredColumns.every((column) => columns.includes(column)) ||
      (columns.includes('LOINC') && columns.includes('MAP_TO')))
  );
}
