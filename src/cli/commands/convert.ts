import { type Conversion, convertDocuments } from '../../core/annotation/formats/convertDocuments.ts';
import { annotationFormats } from '../../core/annotation/formats/formats.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson } from '../printTable.ts';
import { createProgressLine } from '../progressLine.ts';

export interface ConvertCommandOptions {
  readonly to: string;
  readonly from?: string;
  readonly output: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** More is counted; all of it is in the JSON. */
const shownProblems = 20;

/** `termlens convert`: annotated documents from one format into another. */
export async function convertFiles(path: string, options: ConvertCommandOptions): Promise<void> {
  const progress = createProgressLine();
  const to = annotationFormats.find(({ format }) => format === options.to);
  if (to === undefined) {
    throw new RangeError(`There is no format ${options.to}.`);
  }
  const conversion = await untilInterrupted((signal) =>
    convertDocuments(path, {
      ...options,
      from: annotationFormats.find(({ format }) => format === options.from),
      to,
      signal,
      onProgress: (documents, annotations) => {
        progress.update(`${count(documents, 'document')}, ${count(annotations, 'annotation')}`);
      },
    }).finally(() => {
      progress.end();
    }),
  );
  if (options.json) {
    printJson({ ...conversion, to: to.format });
  } else {
    report(conversion, options.output, to.title);
  }
}

function report(
  { documents, annotations, files, losses, problems }: Conversion,
  output: string,
  title: string,
): void {
  const where = files.length > 1 ? `, ${count(files.length, 'file')}` : '';
  process.stdout.write(
    `${output}: ${count(documents, 'document')} with ${count(annotations, 'annotation')} as ${title}${where}\n`,
  );
  for (const { what, count: lost, first } of losses) {
    process.stderr.write(`termlens: not held: ${what}: ${lost.toLocaleString('en-US')}, first at ${first}\n`);
  }
  for (const { file, line, message } of problems.slice(0, shownProblems)) {
    process.stderr.write(`termlens: ${file}, line ${line}: ${message}\n`);
  }
  if (problems.length > shownProblems) {
    process.stderr.write(
      `termlens: and ${count(problems.length - shownProblems, 'problem')} more; --json has all\n`,
    );
  }
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
