import { writeFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { URI } from 'vscode-uri';
import type { AnnotatedDocument } from '../../core/annotation/annotatedDocument.ts';
import {
  type AnnotationFormat,
  AnnotationFormatError,
} from '../../core/annotation/formats/annotationFormat.ts';
import { createFileNames } from '../../core/annotation/formats/documentOutput.ts';
import { addUnheld, createLossList, type LossList } from '../../core/annotation/formats/losses.ts';
import { openDocuments } from '../../core/annotation/formats/openDocuments.ts';
import { readDocuments, recognizeDocuments } from '../../core/annotation/formats/readDocuments.ts';
import type { ExchangeProblem, ImportOutcome } from '../../protocol/exchangeMessages.ts';
import { openAnnotatedNote } from '../notes/annotatedNote.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import { readNoteText, StoredNoteError } from '../workspace/storedNote.ts';
import { createNoteFinder } from './noteFinder.ts';
import { placeAnnotations } from './placeAnnotations.ts';

export interface ImportOptions {
  /** A file of annotations, or a folder. */
  readonly source: string;
  readonly from: AnnotationFormat | undefined;
  readonly target: { readonly uri: string } | { readonly folder: string };
  readonly createNotes: boolean;
  readonly notes: NoteRegistry;
  readonly signal: AbortSignal;
  onProgress(documents: number): void;
}

/** What the annotation file of a note has no place for here. */
const unheld = ['comments', 'relations', 'passages', 'details'] as const;

interface Tally {
  documents: number;
  annotations: number;
  notes: number;
  createdNotes: number;
  added: number;
  readonly unmatched: string[];
  readonly problems: ExchangeProblem[];
  readonly losses: LossList;
}

/**
 * Adds the annotations of documents to the notes that they are of, beside what those have; an open note's go through
 * the editor's copy. One document at a time, so that a large collection need not fit into memory.
 * @throws {AnnotationFormatError} when nothing can be read.
 */
export async function importAnnotations(options: ImportOptions): Promise<ImportOutcome> {
  const { source, from, target, signal } = options;
  const tally: Tally = {
    documents: 0,
    annotations: 0,
    notes: 0,
    createdNotes: 0,
    added: 0,
    unmatched: [],
    problems: [],
    losses: createLossList(),
  };
  const recognized = recognizeDocuments(await openDocuments(source, signal), source, from);
  if ('uri' in target) {
    await importIntoNote(options, target.uri, recognized, tally);
  } else {
    await importIntoFolder(options, target.folder, recognized, tally);
  }
  if (tally.documents === 0) {
    const [first] = tally.problems;
    const reason = first === undefined ? '' : ` ${first.file}, line ${first.line}: ${first.message}`;
    throw new AnnotationFormatError(source, `there is no document in it.${reason}`);
  }
  return { ...tally, losses: tally.losses.list() };
}

async function importIntoFolder(
  options: ImportOptions,
  folder: string,
  recognized: ReturnType<typeof recognizeDocuments>,
  tally: Tally,
): Promise<void> {
  const finder = await createNoteFinder(folder, options.signal);
  const nameOf = createFileNames();
  for await (const document of readAll(options, recognized, tally)) {
    const found = await finder.find(document);
    if (found.kind === 'found') {
      await addToNote(options.notes, URI.file(found.path).toString(), document, tally);
    } else if (found.kind === 'several') {
      const where = found.paths.join(', ');
      addProblem(
        tally,
        document,
        `Several notes are called so, and it is not clear which is meant: ${where}`,
      );
    } else if (options.createNotes) {
      const path = join(folder, `${nameOf(document.id)}.txt`);
      await createNote(path, document.text);
      tally.createdNotes += 1;
      await addToNote(options.notes, URI.file(path).toString(), document, tally);
    } else {
      tally.unmatched.push(document.id);
    }
  }
}

/** Never over what is there: a note that is called so would have been found. */
async function createNote(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    const reason =
      code === 'EEXIST'
        ? 'the note is there already and is left alone. Rename it, and import again.'
        : `the note cannot be written (${code}). Make its folder writable, and import again.`;
    throw new StoredNoteError(`${path}: ${reason}`, { cause: error });
  }
}

/** Of several documents, the one that has the note's name or its text; a single one is taken for the note's. */
async function importIntoNote(
  options: ImportOptions,
  uri: string,
  recognized: ReturnType<typeof recognizeDocuments>,
  tally: Tally,
): Promise<void> {
  const name = basename(URI.parse(uri).fsPath);
  const names = [name, name.slice(0, name.length - extname(name).length)];
  const text = await textOfNote(options.notes, uri);
  let only: AnnotatedDocument | undefined;
  let called: AnnotatedDocument | undefined;
  let same: AnnotatedDocument | undefined;
  for await (const document of readAll(options, recognized, tally)) {
    only = tally.documents === 1 ? document : undefined;
    called ??= names.includes(document.id) ? document : undefined;
    same ??= document.text === text ? document : undefined;
  }
  const document = same ?? called ?? only;
  if (document !== undefined) {
    await addToNote(options.notes, uri, document, tally);
  } else if (tally.documents > 0) {
    throw new AnnotationFormatError(
      options.source,
      `none of its ${tally.documents} documents is called ${names[1] ?? name} or has the note’s text. Import it into the folder of its notes instead.`,
    );
  }
}

async function* readAll(
  { signal, onProgress }: ImportOptions,
  recognized: ReturnType<typeof recognizeDocuments>,
  tally: Tally,
): AsyncGenerator<AnnotatedDocument> {
  for await (const record of readDocuments(recognized, { losses: tally.losses, signal })) {
    signal.throwIfAborted();
    if (record.kind === 'problem') {
      tally.problems.push(record.problem);
    } else {
      tally.documents += 1;
      onProgress(tally.documents);
      yield record.document;
    }
  }
}

async function addToNote(
  notes: NoteRegistry,
  uri: string,
  document: AnnotatedDocument,
  tally: Tally,
): Promise<void> {
  const text = await textOfNote(notes, uri);
  const { annotations, unplaced, withoutConcept } = placeAnnotations(document, text);
  tally.annotations += document.annotations.length;
  addUnheld(document, unheld, tally.losses);
  if (unplaced.length > 0) {
    addProblem(
      tally,
      document,
      `The note’s text is another where ${listIds(unplaced)} should be; left out: ${unplaced.length} of ${document.annotations.length}.`,
    );
  }
  if (withoutConcept.length > 0) {
    addProblem(tally, document, `An identifier with white space is left out: ${listIds(withoutConcept)}.`);
  }
  if (annotations.length === 0) {
    return;
  }
  const open = notes.get(uri);
  let added: number;
  if (open) {
    const before = open.annotations.length;
    await open.add(annotations);
    added = open.annotations.length - before;
  } else {
    const stored = await openAnnotatedNote(URI.parse(uri).fsPath, text);
    const before = stored.annotations.length;
    await stored.add(annotations, text);
    added = stored.annotations.length - before;
  }
  tally.added += Math.max(0, added);
  tally.notes += 1;
}

/** As the editor shows it, where it is open. */
async function textOfNote(notes: NoteRegistry, uri: string): Promise<string> {
  const open = notes.get(uri);
  await open?.settled();
  return open ? open.noteDocument.document.getText() : (await readNoteText(URI.parse(uri).fsPath)).text;
}

function addProblem(tally: Tally, document: AnnotatedDocument, message: string): void {
  tally.problems.push({ file: document.id, line: 1, message });
}

function listIds(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 5).join(', ')} …` : ids.join(', ');
}
