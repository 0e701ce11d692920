import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { type AnnotationFormat, AnnotationFormatError } from './annotationFormat.ts';
import { createOutput } from './documentOutput.ts';
import { createLossList, type Loss } from './losses.ts';
import { openDocuments } from './openDocuments.ts';
import { readDocuments, recognizeDocuments } from './readDocuments.ts';

export interface ConvertOptions {
  /** Recognized from the content where it is not given. */
  readonly from?: AnnotationFormat | undefined;
  readonly to: AnnotationFormat;
  readonly output: string;
  readonly force: boolean;
  /** Files of other formats are no problem: the folder holds other things as well. */
  readonly passesOverOthers?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (documents: number, annotations: number) => void;
}

export interface Conversion {
  /** As they were recognized. */
  readonly from: readonly string[];
  readonly documents: number;
  readonly annotations: number;
  /** The files that were written. */
  readonly files: readonly string[];
  readonly losses: readonly Loss[];
  readonly problems: readonly ImportProblem[];
}

/**
 * Reads annotated documents in one format and writes them in another, one at a time, so that a large collection need
 * not fit into memory.
 * @throws {AnnotationFormatError} when nothing can be read, or something cannot be written.
 */
export async function convertDocuments(path: string, options: ConvertOptions): Promise<Conversion> {
  const { from, to, signal, onProgress } = options;
  const recognized = recognizeDocuments(await openDocuments(path, signal), path, from);
  const source = options.passesOverOthers === true ? { ...recognized, unknown: [] } : recognized;
  const losses = createLossList();
  const problems: ImportProblem[] = [];
  const writer = to.createWriter(losses);
  const output = await createOutput(options.output, to, options);
  let documents = 0;
  let annotations = 0;
  try {
    for await (const record of readDocuments(source, { losses, signal })) {
      signal?.throwIfAborted();
      if (record.kind === 'problem') {
        problems.push(record.problem);
        continue;
      }
      const { document } = record;
      await output.write(document.id, writer.write(document));
      documents += 1;
      annotations += document.annotations.length;
      onProgress?.(documents, annotations);
    }
    if (documents === 0) {
      const [first] = problems;
      const reason = first === undefined ? '' : ` ${first.file}, line ${first.line}: ${first.message}`;
      throw new AnnotationFormatError(path, `there is no document in it.${reason}`);
    }
    const files = await output.finish(writer.end());
    return {
      from: source.formats.map(({ format }) => format.format),
      documents,
      annotations,
      files,
      losses: losses.list(),
      problems,
    };
  } finally {
    await output.discard();
  }
}
