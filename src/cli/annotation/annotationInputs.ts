import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type AnnotatedDocument, plainDocument } from '../../core/annotation/annotatedDocument.ts';
import {
  type AnnotationFormat,
  AnnotationFormatError,
} from '../../core/annotation/formats/annotationFormat.ts';
import { toFileName } from '../../core/annotation/formats/documentOutput.ts';
import { createLossList } from '../../core/annotation/formats/losses.ts';
import { openDocuments } from '../../core/annotation/formats/openDocuments.ts';
import {
  readDocuments,
  type RecognizedSource,
  recognizeDocuments,
} from '../../core/annotation/formats/readDocuments.ts';
import type { ImportProblem } from '../../core/vocabulary/importProblem.ts';
import { VocabularyFileError } from '../../core/vocabulary/importers/importer.ts';
import { listFolder } from '../../core/vocabulary/importers/sourceFolder.ts';
import { defaultLimits } from '../../core/vocabulary/importers/sourceLimits.ts';
import { NoteFileError, readNote } from './readNote.ts';

/** A file that the user named, or a note in a folder that the user named. */
export interface AnnotationInput {
  readonly path: string;
  /** Names what is made of it: the path below the folder that was given, without `.txt`. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly isNamed: boolean;
}

/** What is to be annotated, and what of it cannot be. */
export interface ListedInputs {
  readonly inputs: readonly AnnotationInput[];
  readonly failures: readonly Error[];
}

export interface ReadInputOptions {
  /** The format of the files that were named; where it is not given, recognized if `recognize` is set. */
  readonly from?: AnnotationFormat | undefined;
  /** Whether a file that was named may be something else than a plain note. */
  readonly recognize: boolean;
  /** Whether annotations that are there are read as well. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
}

const noteEnding = /\.(?:txt|md)$/u;
const folderLimits = { ...defaultLimits, maximumFiles: 10_000_000, maximumDepth: 100 };

/** The files that the user named, and the notes (`.txt`, `.md`) of the folders and their folders, sorted. */
export async function listInputs(paths: readonly string[]): Promise<ListedInputs> {
  const inputs: AnnotationInput[] = [];
  const failures: Error[] = [];
  for (const path of paths) {
    try {
      inputs.push(...(await listPath(path)));
    } catch (error) {
      failures.push(explain(path, error));
    }
  }
  return { inputs, failures };
}

async function listPath(path: string): Promise<AnnotationInput[]> {
  const status = await stat(path);
  if (!status.isDirectory()) {
    return [{ path, name: toName(basename(path)), size: status.size, isNamed: true }];
  }
  const files = await listFolder(path, { limits: folderLimits, signal: undefined });
  const notes = files.filter((file) => noteEnding.test(file.path));
  if (notes.length === 0) {
    throw new NoteFileError(`${path}: there is no note in this folder, no file that ends in .txt or .md.`);
  }
  return notes.map((file) => ({
    path: join(path, file.path),
    name: toName(file.path),
    size: file.storedBytes,
    isNamed: false,
  }));
}

/** As `annotationPath` names annotations: `note.txt` and `note`, `note.md` and `note.md`. */
function toName(path: string): string {
  return path.replace(/(?:\.txt)?\.ann$|\.txt$/u, '');
}

/** One document of an input, or why there is none. */
export type InputRecord =
  | {
      readonly kind: 'document';
      readonly input: AnnotationInput;
      /** Unique among all, with `/` between folders. */
      readonly name: string;
      /** A plain note's text has its byte order mark. */
      readonly document: AnnotatedDocument;
    }
  | { readonly kind: 'failure'; readonly error: Error }
  | { readonly kind: 'problem'; readonly problem: ImportProblem };

/** Reads one document after the other; what cannot be read does not keep the others. */
export async function* readInputs(
  inputs: readonly AnnotationInput[],
  options: ReadInputOptions,
): AsyncGenerator<InputRecord> {
  const unique = createUniqueNames();
  for (const input of inputs) {
    options.signal.throwIfAborted();
    try {
      const corpus = await recognizeCorpus(input, options);
      if (corpus === undefined) {
        const name = unique(input.name);
        yield { kind: 'document', input, name, document: plainDocument(name, await readNote(input.path)) };
        continue;
      }
      for await (const record of readDocuments(corpus, {
        losses: createLossList(),
        signal: options.signal,
      })) {
        if (record.kind === 'problem') {
          yield record;
        } else {
          const name = isNoteWithAnnotations(corpus) ? input.name : toFileName(record.document.id);
          yield { ...record, input, name: unique(name) };
        }
      }
    } catch (error) {
      options.signal.throwIfAborted();
      yield { kind: 'failure', error: explain(input.path, error) };
    }
  }
}

/** Nothing for a plain note. */
async function recognizeCorpus(
  { path, isNamed }: AnnotationInput,
  { from, recognize, keep, signal }: ReadInputOptions,
): Promise<RecognizedSource | undefined> {
  if (isNamed ? from === undefined && !recognize : !keep) {
    return undefined;
  }
  try {
    const corpus = recognizeDocuments(await openDocuments(path, signal), path, isNamed ? from : undefined);
    // What stands beside a note is of no interest unless it is kept.
    return isNoteWithAnnotations(corpus) && noteEnding.test(path) && !keep ? undefined : corpus;
  } catch (error) {
    // It is a plain note, or else reading it as one tells what is wrong with it.
    if (from === undefined && error instanceof AnnotationFormatError) {
      return undefined;
    }
    throw error;
  }
}

function isNoteWithAnnotations({ formats }: RecognizedSource): boolean {
  return formats.every(({ format }) => format.layout === 'document');
}

function createUniqueNames(): (wanted: string) => string {
  const used = new Set<string>();
  return (wanted) => {
    let name = wanted;
    for (let i = 2; used.has(name.toLowerCase()); i++) {
      name = `${wanted}-${i}`;
    }
    used.add(name.toLowerCase());
    return name;
  };
}

function explain(path: string, error: unknown): Error {
  if (error instanceof NoteFileError || error instanceof AnnotationFormatError) {
    return error;
  }
  if (error instanceof VocabularyFileError) {
    return new NoteFileError(error.message, { cause: error });
  }
  if (error instanceof Error && 'code' in error) {
    return new NoteFileError(`${path}: the note cannot be read (${error.message}).`, { cause: error });
  }
  throw error;
}
