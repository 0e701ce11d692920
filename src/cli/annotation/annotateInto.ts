import { type AnnotationFormat } from '../../core/annotation/formats/annotationFormat.ts';
import { createLossList, type Loss } from '../../core/annotation/formats/losses.ts';
import type { NewAnnotation } from '../../core/annotation/tidyAnnotation.ts';
import type { AnnotatedDocument } from '../../core/annotation/annotatedDocument.ts';
import type { ImportProblem } from '../../core/vocabulary/importProblem.ts';
import { withAnnotations } from './annotatedResult.ts';
import type { AnnotationInput } from './annotationInputs.ts';
import { checksum } from './annotationJournal.ts';
import { createSink } from './annotationSink.ts';
import type { NoteAnnotator } from './noteAnnotator.ts';
import { outcomeOf, overDocuments } from './overDocuments.ts';

export interface IntoOptions {
  readonly output: string;
  readonly format: AnnotationFormat;
  readonly from: AnnotationFormat | undefined;
  readonly keep: boolean;
  readonly force: boolean;
  readonly signal: AbortSignal;
  /** After each document; `isFresh` where it was annotated now, not by an earlier run. */
  readonly onDocument?: (isFresh: boolean) => void;
}

/** What a run wrote. */
export interface WrittenAnnotations {
  /** Those that an earlier run had done among them. */
  readonly documents: number;
  readonly doneBefore: number;
  /** In the documents that this run wrote. */
  readonly annotations: number;
  readonly losses: readonly Loss[];
  readonly problems: readonly ImportProblem[];
  /** Why documents are missing. */
  readonly failures: readonly Error[];
}

interface Step {
  readonly name: string;
  readonly key: string;
  readonly document: AnnotatedDocument;
  /** Nothing where an earlier run wrote it. */
  readonly found?: readonly NewAnnotation[];
  readonly isFresh: boolean;
}

/**
 * Annotates all inputs and writes them in one format, one document after the other. Notes that an earlier run did with
 * the same text, encoder, vocabularies and options are passed over.
 */
export async function annotateInto(
  inputs: readonly AnnotationInput[],
  annotator: NoteAnnotator,
  options: IntoOptions,
): Promise<WrittenAnnotations> {
  const { format, keep, signal, onDocument } = options;
  const losses = createLossList();
  const sink = await createSink({ ...options, losses });
  const problems: ImportProblem[] = [];
  const failures: Error[] = [];
  const counts = { documents: 0, doneBefore: 0, annotations: 0 };
  const reading = { ...options, recognize: true, concurrency: 2 * annotator.concurrency };
  const settings = JSON.stringify({ madeWith: annotator.madeWith, format: format.format, keep });
  try {
    const steps = overDocuments(inputs, reading, async ({ name, document: read }): Promise<Step> => {
      const document = { ...read, text: read.text.replace(/^\uFEFF/u, '') };
      const key = checksum(settings, JSON.stringify(keep ? document : { ...document, annotations: [] }));
      if (await sink.isDone(name, key)) {
        return { name, key, document, isFresh: false };
      }
      const before = sink.found(name, key);
      const found = before ?? (await annotator.annotate(document.text)).annotations;
      return { name, key, document, found, isFresh: before === undefined };
    });
    for await (const step of steps) {
      signal.throwIfAborted();
      const outcome = step.kind === 'done' ? await outcomeOf(writeStep(step.result)) : step;
      if (outcome.kind === 'problem') {
        problems.push(outcome.problem);
      } else if (outcome.kind === 'failure') {
        failures.push(outcome.error);
      }
    }
    if (counts.documents > 0) {
      await sink.finish();
    }
  } finally {
    await sink.discard();
  }
  return { ...counts, losses: losses.list(), problems, failures };

  async function writeStep({ name, key, document, found, isFresh }: Step): Promise<void> {
    if (found !== undefined) {
      const annotated = withAnnotations(document, found, keep);
      await sink.write(name, key, annotated, found);
      counts.annotations += annotated.annotations.length;
    }
    counts.documents += 1;
    counts.doneBefore += Number(!isFresh);
    onDocument?.(isFresh);
  }
}
