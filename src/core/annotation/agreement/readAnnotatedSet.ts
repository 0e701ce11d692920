import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import type { AnnotatedDocument } from '../annotatedDocument.ts';
import type { AnnotationFormat } from '../formats/annotationFormat.ts';
import { createLossList } from '../formats/losses.ts';
import { openDocuments } from '../formats/openDocuments.ts';
import { readDocuments, recognizeDocuments } from '../formats/readDocuments.ts';

/** All documents of a file or folder, in memory. */
export interface AnnotatedSet {
  readonly documents: readonly AnnotatedDocument[];
  readonly problems: readonly ImportProblem[];
  /** As the format was recognized, or as it was wanted. */
  readonly formats: readonly string[];
}

/**
 * Reads annotated documents of any format.
 * @param from the format; recognized from the content where it is not given.
 * @throws {AnnotationFormatError} when nothing can be read.
 */
export async function readAnnotatedSet(
  path: string,
  from?: AnnotationFormat,
  signal?: AbortSignal,
): Promise<AnnotatedSet> {
  const source = recognizeDocuments(await openDocuments(path, signal), path, from);
  // Both sides may have files of the same name.
  const folder = (await stat(path)).isDirectory() ? path : dirname(path);
  const documents: AnnotatedDocument[] = [];
  const problems: ImportProblem[] = [];
  for await (const record of readDocuments(source, { losses: createLossList(), signal })) {
    signal?.throwIfAborted();
    if (record.kind === 'document') {
      documents.push(record.document);
    } else {
      problems.push({ ...record.problem, file: join(folder, record.problem.file) });
    }
  }
  return { documents, problems, formats: source.formats.map(({ format }) => format.format) };
}
