import type { Concept, VocabularyDescription } from '../concept.ts';
import type { ImportProblem } from '../importProblem.ts';

/** One file of a vocabulary's release, unpacked: a file on disk, or an entry of an archive or a folder. */
export interface SourceFile {
  /** As messages name it; inside a folder or an archive the path from there, with `/`. */
  readonly path: string;
  /** Its bytes, decompressed, from the start; can be called again. */
  read(): AsyncIterable<Uint8Array>;
}

/** A file together with how it begins, by which its format is recognized. */
export interface SampledFile extends SourceFile {
  /** At most the first 64 KiB as text, line ends as they are. */
  readonly head: string;
}

/** What the files say about themselves, as far as they do. */
export type ReleaseDetails = Partial<Omit<VocabularyDescription, 'id'>>;

/** What an importer finds, in the order in which it finds it. */
export type ImportedRecord =
  | {
      readonly kind: 'concept';
      readonly concept: Concept;
      /** Where it stands, for what is found wrong with it later; else somewhere in the first file. */
      readonly file?: string;
      readonly line?: number;
    }
  /** A record that could not be read as it stands; those around it are unaffected. */
  | { readonly kind: 'problem'; readonly problem: ImportProblem }
  /** At most once, before or after the concepts. */
  | { readonly kind: 'release'; readonly release: ReleaseDetails };

export interface ImportOptions {
  /** Rejects with its reason when aborted, soon after. */
  readonly signal?: AbortSignal | undefined;
  /** BCP 47, lower case, of the names that are taken where a format says the language; default `en`. */
  readonly languages?: readonly string[];
  /** Abbreviations of sources (`SAB` of the UMLS) that are taken; default all. */
  readonly sources?: readonly string[];
  /** Prefix of the CURIEs where the file has bare identifiers and its format does not tell: `LOCAL`. */
  readonly prefix?: string;
}

/** Reads vocabularies of one format, as a stream: what it holds at a time does not grow with names it has passed on. */
export interface VocabularyImporter {
  /** As options and reports name it: `obo`, `umls-rrf`. */
  readonly format: string;
  /** As people know it: "OBO 1.4". */
  readonly title: string;
  /** Those of a release's files that it reads; none when they are not of this format. */
  recognize(files: readonly SampledFile[]): readonly SampledFile[];
  /** Reads the files that it recognized. @throws {VocabularyFileError} when nothing in them can be read. */
  read(files: readonly SourceFile[], options: ImportOptions): AsyncIterable<ImportedRecord>;
}

/** A vocabulary's file that cannot be read at all; the message names the file and says what to do. */
export class VocabularyFileError extends Error {
  override readonly name = 'VocabularyFileError';

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
  }
}
