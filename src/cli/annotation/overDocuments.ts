import { AnnotationFileError } from '../../core/annotation/annotationFile.ts';
import { AnnotationFormatError } from '../../core/annotation/formats/annotationFormat.ts';
import type { ImportProblem } from '../../core/vocabulary/importProblem.ts';
import {
  type AnnotationInput,
  type InputRecord,
  type ReadInputOptions,
  readInputs,
} from './annotationInputs.ts';
import { mapInOrder } from './mapInOrder.ts';
import { NoteAnnotationError } from './noteAnnotator.ts';

export type InputDocument = InputRecord & { readonly kind: 'document' };

/** What became of one document. */
export type DocumentOutcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  /** This document alone is to blame. */
  | { readonly kind: 'failure'; readonly error: Error }
  | { readonly kind: 'problem'; readonly problem: ImportProblem };

/**
 * Works on all documents of the inputs, on `concurrency` of them at a time, and gives the outcomes in their order.
 * Rejects with what `work` rejects with, unless that is about the document alone.
 */
export function overDocuments<Result>(
  inputs: readonly AnnotationInput[],
  { concurrency, ...options }: ReadInputOptions & { readonly concurrency: number },
  work: (document: InputDocument) => Promise<Result>,
): AsyncGenerator<DocumentOutcome<Result>> {
  return mapInOrder(readInputs(inputs, options), concurrency, async (record) => {
    if (record.kind !== 'document') {
      return record;
    }
    options.signal.throwIfAborted();
    const outcome = await outcomeOf(work(record));
    return outcome.kind === 'failure' && outcome.error instanceof NoteAnnotationError
      ? { kind: 'failure', error: new NoteAnnotationError(`${record.input.path}: ${outcome.error.message}`) }
      : outcome;
  });
}

/** Also of a step that comes later, in its turn. */
export async function outcomeOf<Result>(work: Promise<Result>): Promise<DocumentOutcome<Result>> {
  try {
    return { kind: 'done', result: await work };
  } catch (error) {
    if (
      error instanceof NoteAnnotationError ||
      error instanceof AnnotationFormatError ||
      error instanceof AnnotationFileError
    ) {
      return { kind: 'failure', error };
    }
    throw error;
  }
}
