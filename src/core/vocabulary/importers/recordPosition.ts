import type { Concept } from '../concept.ts';
import type { ImportProblem } from '../importProblem.ts';
import type { ImportedRecord } from './importer.ts';

/** A concept together with where it stands, for problems that are found later, such as an identifier used twice. */
export function conceptAt(concept: Concept, file: string, line: number): ImportedRecord {
  return { kind: 'concept', concept, file, line };
}

export function problemAt(file: string, line: number, message: string): ImportedRecord & { kind: 'problem' } {
  return { kind: 'problem', problem: { file, line, message } };
}

/** Where a record stands; the begin of the first file where its importer does not tell. */
export function positionOf(
  { file, line }: { readonly file?: string; readonly line?: number },
  firstFile: string,
): Omit<ImportProblem, 'message'> {
  return { file: file ?? firstFile, line: line ?? 1 };
}
