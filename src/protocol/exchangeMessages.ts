import { RequestType, RequestType0 } from 'vscode-languageserver-protocol';

type WorkDoneToken = string | number;

/** A format that annotated documents are exchanged in. */
export interface AnnotationFormatInfo {
  /** As requests name it: `bioc-xml`. */
  readonly format: string;
  /** As people know it: "BioC XML". */
  readonly title: string;
  /** All documents in one file, or each in files of its own in a folder. */
  readonly layout: 'collection' | 'document';
  /** Of the file that is written, such as `.xml`. */
  readonly ending: string;
  /** False where it is only written. */
  readonly canRead: boolean;
}

/** Client → server: the formats of import and export. */
export const annotationFormatsRequest = new RequestType0<readonly AnnotationFormatInfo[], void>(
  'termlens/annotationFormats',
);

/** Something that has no place where it goes, told once for all documents. */
export interface ExchangeLoss {
  /** In the plural, such as "comments", with what became of them. */
  readonly what: string;
  readonly count: number;
  /** The document and annotation where it was met first. */
  readonly first: string;
}

export interface ExchangeProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** What is told of work on documents. */
export interface ExchangeReport {
  readonly documents: number;
  readonly annotations: number;
  readonly losses: readonly ExchangeLoss[];
  readonly problems: readonly ExchangeProblem[];
}

export interface ExportParams {
  /** Path of a note or a folder of notes; their annotations are exported as they are stored. */
  readonly source: string;
  /** An `AnnotationFormatInfo.format`. */
  readonly to: string;
  /** Path of a file, or of a folder for a format with files for each document. */
  readonly output: string;
  /** Replace files that are there. */
  readonly overwrite: boolean;
  readonly workDoneToken?: WorkDoneToken;
}

export type ExportOutcome =
  | ({ readonly kind: 'written'; readonly files: readonly string[] } & ExchangeReport)
  /** It is there already and `overwrite` was not said; of a folder, files in front of it may be written. */
  | { readonly kind: 'exists'; readonly path: string };

/** Client → server: writes annotated notes in another format. Progress, cancellation. */
export const exportAnnotationsRequest = new RequestType<ExportParams, ExportOutcome, void>(
  'termlens/exportAnnotations',
);

export interface ImportParams {
  /** Path of a file of annotations or a folder of such. */
  readonly source: string;
  /** An `AnnotationFormatInfo.format`; recognized from the content when left out. */
  readonly from?: string;
  /** One note, or the folder with the notes that the documents are called like. */
  readonly target: { readonly uri: string } | { readonly folder: string };
  /** Make notes of those documents that the folder has none for. */
  readonly createNotes: boolean;
  readonly workDoneToken?: WorkDoneToken;
}

export interface ImportOutcome extends ExchangeReport {
  /** Notes that something was added to. */
  readonly notes: number;
  readonly createdNotes: number;
  /** Annotations that were not there before. */
  readonly added: number;
  /** Names of the documents without a note. */
  readonly unmatched: readonly string[];
}

/**
 * Client → server: adds annotations of a file to notes, beside those they have; nothing is removed or replaced.
 * Progress, cancellation.
 */
export const importAnnotationsRequest = new RequestType<ImportParams, ImportOutcome, void>(
  'termlens/importAnnotations',
);
