import { type Conversion, convertDocuments } from '../../core/annotation/formats/convertDocuments.ts';
import { annotationFormats } from '../../core/annotation/formats/formats.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson } from '../printTable.ts';
import { createProgressLine } from '../progressLine.ts';
import { formatCount, tellLosses, tellProblems } from '../tellProblems.ts';

export interface ConvertCommandOptions {
  readonly to: string;
  readonly from?: string;
  readonly output: string;
  readonly force: boolean;
  readonly json: boolean;
}

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
        progress.update(`${formatCount(documents, 'document')}, ${formatCount(annotations, 'annotation')}`);
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
  const where = files.length > 1 ? `, ${formatCount(files.length, 'file')}` : '';
  process.stdout.write(
    `${output}: ${formatCount(documents, 'document')} with ${formatCount(annotations, 'annotation')} as ${title}${where}\n`,
  );
  tellLosses(losses);
  tellProblems(problems);
}
