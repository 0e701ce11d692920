import { readAnnotationFile, writeAnnotationFile } from '../../core/annotation/annotationFile.ts';
import { createAnnotationSet } from '../../core/annotation/annotationSet.ts';
import type { NewAnnotation } from '../../core/annotation/tidyAnnotation.ts';
import { annotationFormats } from '../../core/annotation/formats/formats.ts';
import type { NoteMention } from '../../core/linking/mentions/findInText.ts';
import { createAnnotateProgress } from '../annotation/annotateProgress.ts';
import { annotateInto, type WrittenAnnotations } from '../annotation/annotateInto.ts';
import { type AnnotationInput, listInputs } from '../annotation/annotationInputs.ts';
import type { NoteAnnotator } from '../annotation/noteAnnotator.ts';
import { outcomeOf, overDocuments } from '../annotation/overDocuments.ts';
import { withAnnotator, type AnnotatorOptions } from '../annotation/withAnnotator.ts';
import { createJsonList } from '../jsonList.ts';
import { printJson, printTable } from '../printTable.ts';
import { formatCount, tellLosses, tellProblems } from '../tellProblems.ts';
import { ToldFailure } from '../toldFailure.ts';

export interface AnnotateCommandOptions extends AnnotatorOptions {
  /** Into the annotation file beside each note. */
  readonly write: boolean;
  /** Instead, in a format into a file or folder. */
  readonly output?: string;
  readonly format: string;
  readonly from?: string;
  readonly keep: boolean;
  readonly force: boolean;
}

/** `termlens annotate`: the mentions of notes; offsets are UTF-16 code units of each file's text. */
export async function annotateFiles(
  installFolder: string,
  paths: readonly string[],
  options: AnnotateCommandOptions,
): Promise<void> {
  const { inputs, failures } = await listInputs(paths);
  const others =
    inputs.length === 0
      ? []
      : await withAnnotator(installFolder, options, sizeOf(inputs), (annotator, signal) =>
          options.output === undefined
            ? printMentions(inputs, annotator, options, signal)
            : writeAnnotations(inputs, annotator, { ...options, output: options.output }, signal),
        );
  const all = [...failures, ...others];
  all.forEach(({ message }) => process.stderr.write(`termlens: ${message}\n`));
  if (all.length > 0) {
    throw new ToldFailure(`${formatCount(all.length, 'note')} could not be annotated.`);
  }
}

function sizeOf(inputs: readonly AnnotationInput[]): number {
  return inputs.reduce((sum, { size }) => sum + size, 0);
}

/** Prints the mentions of each note and, if that is wanted, writes them beside it. @returns what failed. */
async function printMentions(
  inputs: readonly AnnotationInput[],
  annotator: NoteAnnotator,
  { write, json }: AnnotateCommandOptions,
  signal: AbortSignal,
): Promise<readonly Error[]> {
  const list = json ? createJsonList() : undefined;
  const failures: Error[] = [];
  const reading = { recognize: false, keep: false, signal, concurrency: 2 * annotator.concurrency };
  const annotated = overDocuments(inputs, reading, async ({ input: { path: file }, document: { text } }) => ({
    ...(await annotator.annotate(text)),
    ...{ file, text },
  }));
  for await (const note of annotated) {
    signal.throwIfAborted();
    const outcome = note.kind === 'done' ? await outcomeOf(tell(note.result)) : note;
    if (outcome.kind === 'failure') {
      failures.push(outcome.error);
    }
  }
  list?.end();
  return failures;

  async function tell({
    file,
    text,
    mentions,
    annotations,
  }: {
    file: string;
    text: string;
    mentions: readonly NoteMention[];
    annotations: readonly NewAnnotation[];
  }): Promise<void> {
    if (write) {
      await storeMentions(file, text, annotations);
    }
    if (list) {
      list.add({ file, mentions });
    } else {
      printNote(file, mentions);
    }
  }
}

async function storeMentions(file: string, text: string, wanted: readonly NewAnnotation[]): Promise<void> {
  const annotationFile = await readAnnotationFile(file);
  const before = createAnnotationSet(annotationFile.text ?? '', text, annotationFile.path);
  const { set } = before.addAll(wanted);
  const written = await writeAnnotationFile(annotationFile, set.serialize());
  process.stderr.write(`termlens: ${set.annotations.length} annotations in ${written.path}\n`);
}

function printNote(file: string, mentions: readonly NoteMention[]): void {
  process.stdout.write(`${file}: ${mentions.length} mentions\n`);
  printTable(
    ['Text', 'Concept', 'Identifier', 'Match', 'Score', 'Context'],
    mentions.map(({ text, attributes, candidates: [first] }) => [
      text,
      first?.preferredName ?? '',
      first?.curie ?? '',
      first?.matchType ?? '',
      first?.score.toFixed(2) ?? '',
      attributes.map(({ name, value }) => (value === undefined ? name : `${name}: ${value}`)).join(', '),
    ]),
  );
}

/** Writes all notes in one format. @returns what failed. */
async function writeAnnotations(
  inputs: readonly AnnotationInput[],
  annotator: NoteAnnotator,
  { output, format: wanted, from, keep, force, json }: AnnotateCommandOptions & { readonly output: string },
  signal: AbortSignal,
): Promise<readonly Error[]> {
  const format = formatNamed(wanted);
  if (format === undefined) {
    throw new RangeError(`There is no format ${wanted}.`);
  }
  const areNotes = inputs.every(({ isNamed }) => !isNamed);
  const progress = createAnnotateProgress(areNotes ? inputs.length : undefined);
  const written = await annotateInto(inputs, annotator, {
    ...{ output, format, keep, force, signal },
    from: formatNamed(from),
    onDocument: progress.add,
  }).finally(progress.end);
  if (json) {
    const failures = written.failures.map(({ message }) => message);
    printJson({ output, format: format.format, ...written, failures });
  } else {
    report(written, output, format.title);
  }
  return written.failures;
}

function report(
  { documents, doneBefore, annotations, losses, problems }: WrittenAnnotations,
  output: string,
  title: string,
): void {
  const fresh = `${formatCount(annotations, 'annotation')} as ${title}`;
  const before = doneBefore === 0 ? '' : `; ${formatCount(doneBefore)} of them done before`;
  process.stdout.write(`${output}: ${formatCount(documents, 'document')}, ${fresh}${before}\n`);
  tellLosses(losses);
  tellProblems(problems);
}

function formatNamed(name: string | undefined): (typeof annotationFormats)[number] | undefined {
  return annotationFormats.find(({ format }) => format === name);
}
