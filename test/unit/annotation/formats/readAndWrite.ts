import { memoryFile } from '../../vocabulary/importers/memoryFiles.ts';
import type { SampledFile } from '../../../../src/core/vocabulary/importers/importer.ts';
import type { ImportProblem } from '../../../../src/core/vocabulary/importProblem.ts';
import type { AnnotatedDocument } from '../../../../src/core/annotation/annotatedDocument.ts';
import type { AnnotationFormat } from '../../../../src/core/annotation/formats/annotationFormat.ts';
import { annotationFormats } from '../../../../src/core/annotation/formats/formats.ts';
import { createLossList, type Loss } from '../../../../src/core/annotation/formats/losses.ts';
import { readDocuments, recognizeDocuments } from '../../../../src/core/annotation/formats/readDocuments.ts';

export function formatNamed(name: string): AnnotationFormat {
  const format = annotationFormats.find(({ format: known }) => known === name);
  if (format === undefined) {
    throw new Error(`There is no format ${name}.`);
  }
  return format;
}

export interface ReadOutcome {
  readonly formats: readonly string[];
  readonly documents: readonly AnnotatedDocument[];
  readonly problems: readonly ImportProblem[];
  readonly losses: readonly Loss[];
}

/** Whatever format the files are of. */
export async function readFiles(files: readonly SampledFile[], from?: string): Promise<ReadOutcome> {
  const wanted = from === undefined ? undefined : formatNamed(from);
  const source = recognizeDocuments(files, 'input', wanted);
  const list = createLossList();
  const documents: AnnotatedDocument[] = [];
  const problems: ImportProblem[] = [];
  for await (const record of readDocuments(source, { losses: list })) {
    if (record.kind === 'problem') {
      problems.push(record.problem);
    } else {
      documents.push(record.document);
    }
  }
  return {
    formats: source.formats.map(({ format }) => format.format),
    documents,
    problems,
    losses: list.list(),
  };
}

export function readText(path: string, text: string): Promise<ReadOutcome> {
  return readFiles([memoryFile(path, text)]);
}

/** The files of a format, in memory. */
export function writeFiles(
  name: string,
  documents: readonly AnnotatedDocument[],
): { files: readonly SampledFile[]; losses: readonly Loss[] } {
  const { layout, createWriter } = formatNamed(name);
  const list = createLossList();
  const writer = createWriter(list);
  const texts = new Map<string, string>();
  const append = (stem: string, parts: ReturnType<typeof writer.end>): void => {
    for (const { ending, text } of parts) {
      const path = `${layout === 'collection' ? 'all' : stem}${ending}`;
      texts.set(path, (texts.get(path) ?? '') + text);
    }
  };
  for (const document of documents) {
    append(document.id, writer.write(document));
  }
  append('all', writer.end());
  const files = [...texts].map(([path, text]) => memoryFile(path, text));
  return { files, losses: list.list() };
}
