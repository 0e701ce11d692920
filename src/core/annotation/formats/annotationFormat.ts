import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import type { SampledFile } from '../../vocabulary/importers/importer.ts';
import type { AnnotatedDocument } from '../annotatedDocument.ts';
import type { Feature, LossList } from './losses.ts';

/** What a reader finds, in the order in which it finds it. */
export type DocumentRecord =
  | { readonly kind: 'document'; readonly document: AnnotatedDocument }
  /** Something that could not be read as it stands; what is around it is unaffected. */
  | { readonly kind: 'problem'; readonly problem: ImportProblem };

export interface ReadOptions {
  /** Collects what the file says and the model of a document has no place for. */
  readonly losses: LossList;
  readonly signal?: AbortSignal | undefined;
}

/** A text that belongs into a file with this ending. */
export interface OutputPart {
  readonly ending: string;
  readonly text: string;
}

/** Writes one document after the other and holds none of them. */
export interface DocumentWriter {
  write(document: AnnotatedDocument): readonly OutputPart[];
  /** What stands behind the last document. */
  end(): readonly OutputPart[];
}

/** A format that annotated documents are exchanged in. */
export interface AnnotationFormat {
  /** As options and reports name it: `bioc-xml`. */
  readonly format: string;
  /** As people know it: "BioC XML". */
  readonly title: string;
  /** `collection`: all documents in one file; `document`: each in files of its own, named by its id. */
  readonly layout: 'collection' | 'document';
  /** Of the file that is written; where there are several, of the one that holds the annotations. */
  readonly ending: string;
  /** What it has no place for; the writer adds each of these to the losses. */
  readonly unheld: readonly Feature[];
  /** Nothing where it is only written. */
  readonly reader?: DocumentReader;
  createWriter(losses: LossList): DocumentWriter;
}

export interface DocumentReader {
  /** Those of the files that are of this format, by how they begin. */
  recognize(files: readonly SampledFile[]): readonly SampledFile[];
  /** Reads the files that it recognized. */
  read(files: readonly SampledFile[], options: ReadOptions): AsyncIterable<DocumentRecord>;
}

/** A file of annotations that cannot be read at all; the message names it and says what to do. */
export class AnnotationFormatError extends Error {
  override readonly name: string = 'AnnotationFormatError';

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
  }
}

export function problemAt(file: string, line: number, message: string): DocumentRecord & { kind: 'problem' } {
  return { kind: 'problem', problem: { file, line, message } };
}
