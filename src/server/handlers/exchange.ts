import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Connection } from 'vscode-languageserver/node';
import { annotationPath } from '../../core/annotation/annotationFile.ts';
import {
  type AnnotationFormat,
  AnnotationFormatError,
} from '../../core/annotation/formats/annotationFormat.ts';
import { bratFormat } from '../../core/annotation/formats/brat/bratFormat.ts';
import { convertDocuments } from '../../core/annotation/formats/convertDocuments.ts';
import { OutputExistsError } from '../../core/annotation/formats/documentOutput.ts';
import { annotationFormats } from '../../core/annotation/formats/formats.ts';
import {
  annotationFormatsRequest,
  exportAnnotationsRequest,
  importAnnotationsRequest,
  type AnnotationFormatInfo,
  type ExportOutcome,
  type ExportParams,
} from '../../protocol/exchangeMessages.ts';
import { importAnnotations } from '../exchange/importAnnotations.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import { findNotes } from '../workspace/findNotes.ts';
import { readStamp } from '../workspace/storedNote.ts';
import { answer, type LogBug } from './answer.ts';

/** Answers the messages of `protocol/exchangeMessages.ts`. */
export function registerExchangeRequests(
  connection: Connection,
  { notes }: { readonly notes: NoteRegistry },
  logBug: LogBug,
): void {
  const withProgress = async <Result>(
    token: string | number | undefined,
    title: string,
    work: (onProgress: (documents: number) => void) => Promise<Result>,
  ): Promise<Result> => {
    const progress = connection.window.attachWorkDoneProgress(token);
    progress.begin(title, undefined, '', true);
    try {
      return await work((documents) => {
        progress.report(`${documents.toLocaleString('en-US')} documents`);
      });
    } finally {
      progress.done();
    }
  };

  const list = answer(() => annotationFormats.map(describeFormat), logBug);
  connection.onRequest(annotationFormatsRequest, (token) => list(undefined, token));
  connection.onRequest(
    exportAnnotationsRequest,
    answer(
      (params, signal) =>
        withProgress(params.workDoneToken, 'Exporting annotations', (onProgress) =>
          exportAnnotations(params, signal, onProgress),
        ),
      logBug,
    ),
  );
  connection.onRequest(
    importAnnotationsRequest,
    answer(
      ({ from, workDoneToken, ...params }, signal) =>
        withProgress(workDoneToken, 'Importing annotations', (onProgress) =>
          importAnnotations({
            ...params,
            from: from === undefined ? undefined : requireFormat(from),
            notes,
            signal,
            onProgress,
          }),
        ),
      logBug,
    ),
  );
}

async function exportAnnotations(
  { source, to, output, overwrite }: ExportParams,
  signal: AbortSignal,
  onProgress: (documents: number) => void,
): Promise<ExportOutcome> {
  const format = requireFormat(to);
  const input = await findSource(source, signal);
  await refuseNotes(input, format, output);
  try {
    const { documents, annotations, files, losses, problems } = await convertDocuments(input, {
      from: bratFormat,
      to: format,
      output,
      force: overwrite,
      passesOverOthers: true,
      signal,
      onProgress,
    });
    return { kind: 'written', documents, annotations, files, losses, problems };
  } catch (error) {
    if (error instanceof OutputExistsError) {
      return { kind: 'exists', path: error.path };
    }
    throw error;
  }
}

/** Whatever the user agrees to replace: never the notes that are exported, nor annotations. */
async function refuseNotes(input: string, { layout }: AnnotationFormat, output: string): Promise<void> {
  if (layout === 'collection') {
    if (output.endsWith('.ann') || (await readStamp(output)) !== '') {
      throw new AnnotationFormatError(output, 'this is a note or its annotations. Choose another name.');
    }
    return;
  }
  const folder = input.endsWith('.ann') ? dirname(input) : input;
  if (resolve(output) === resolve(folder)) {
    throw new AnnotationFormatError(output, 'the notes themselves lie here. Choose another folder.');
  }
}

/** A folder with annotated notes, or the annotation file of a note, beside which the note is found. */
async function findSource(source: string, signal: AbortSignal): Promise<string> {
  if ((await stat(source)).isDirectory()) {
    const { annotated } = await findNotes(source, signal);
    if (annotated.length === 0) {
      throw new AnnotationFormatError(source, 'there are no annotated notes in this folder.');
    }
    return source;
  }
  if ((await readStamp(source)) === '') {
    throw new AnnotationFormatError(source, 'this note has no annotations yet.');
  }
  return annotationPath(source);
}

function describeFormat({ format, title, layout, ending, reader }: AnnotationFormat): AnnotationFormatInfo {
  return { format, title, layout, ending, canRead: reader !== undefined };
}

function requireFormat(wanted: string): AnnotationFormat {
  const format = annotationFormats.find((candidate) => candidate.format === wanted);
  if (format === undefined) {
    throw new AnnotationFormatError(wanted, 'there is no such format.');
  }
  return format;
}
