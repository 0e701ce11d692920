import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { adjudicate } from '../../core/annotation/agreement/adjudicate.ts';
import {
  type Comparison,
  type CompareOptions,
  compareSets,
} from '../../core/annotation/agreement/compareSets.ts';
import { findDifferences } from '../../core/annotation/agreement/differences.ts';
import { formatDifferences } from '../../core/annotation/agreement/formatDifferences.ts';
import { readAnnotatedSet } from '../../core/annotation/agreement/readAnnotatedSet.ts';
import { bratFormat } from '../../core/annotation/formats/brat/bratFormat.ts';
import { createOutput } from '../../core/annotation/formats/documentOutput.ts';
import { annotationFormats } from '../../core/annotation/formats/formats.ts';
import { createLossList, type Loss } from '../../core/annotation/formats/losses.ts';
import { createSameConcepts } from '../../core/evaluation/dictionaries/sameConcepts.ts';
import { readDictionary } from '../../core/evaluation/dictionaries/readDictionary.ts';
import { writeFileWhole } from '../../core/writeFileWhole.ts';
import { printAgreement, toAgreementJson } from '../agreementOutput.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson } from '../printTable.ts';
import { formatCount, tellLosses, tellProblems } from '../tellProblems.ts';

/** The table of differences cannot be written. */
export class DifferencesFileError extends Error {
  override readonly name = 'DifferencesFileError';

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
  }
}

/** The two sets have no document in common. */
export class NothingToCompareError extends Error {
  override readonly name = 'NothingToCompareError';

  constructor(pathA: string, pathB: string, { otherText }: Comparison) {
    super(
      `${pathA} and ${pathB} have no document in common: ` +
        (otherText.length > 0
          ? 'those of the same name have other texts. Compare annotations of the same version of the notes.'
          : 'documents are paired by their ids, files by their names without the ending.'),
    );
  }
}

export interface CompareCommandOptions {
  readonly fromA?: string;
  readonly fromB?: string;
  readonly sameType: boolean;
  readonly typesA: readonly string[];
  readonly typesB: readonly string[];
  readonly attributes?: readonly string[];
  readonly dictionary?: string;
  readonly documents: boolean;
  readonly differences?: string;
  readonly withText: boolean;
  readonly adjudicate?: string;
  readonly force: boolean;
  readonly json: boolean;
}

/** `termlens compare`: how far two sets of annotations of the same notes agree, and where they do not. */
export async function compareAnnotations(
  pathA: string,
  pathB: string,
  options: CompareCommandOptions,
): Promise<void> {
  if (options.differences !== undefined && !options.force) {
    await refuseExisting(options.differences);
  }
  await untilInterrupted(async (signal) => {
    const a = await readAnnotatedSet(pathA, formatOf(options.fromA), signal);
    const b = await readAnnotatedSet(pathB, formatOf(options.fromB), signal);
    const comparison = compareSets(a.documents, b.documents, await compareOptions(options));
    if (comparison.documents.length === 0) {
      throw new NothingToCompareError(pathA, pathB, comparison);
    }
    const written =
      options.adjudicate === undefined
        ? undefined
        : await writeAdjudicated(comparison, options.adjudicate, options.force, {
            A: basename(resolve(pathA)),
            B: basename(resolve(pathB)),
          });
    if (options.differences !== undefined) {
      await writeDifferences(options.differences, comparison, options);
    }
    const compared = { pathA, pathB, a, b, comparison };
    if (options.json) {
      printJson({
        ...toAgreementJson(compared, options.documents),
        ...(written && { adjudicated: written }),
      });
      return;
    }
    tellProblems([...a.problems, ...b.problems]);
    tellUnpaired(comparison);
    printAgreement(compared, options.documents);
    if (options.differences !== undefined) {
      const lines = countDifferences(comparison);
      process.stdout.write(`\n${options.differences}: ${formatCount(lines, 'difference')}\n`);
    }
    if (written !== undefined) {
      tellLosses(written.losses);
      const { folder, documents, differences } = written;
      process.stdout.write(
        `\n${folder}: ${formatCount(documents, 'document')}, ${formatCount(differences, 'difference')} to decide\n`,
      );
    }
  });
}

async function compareOptions({
  sameType,
  typesA,
  typesB,
  attributes,
  dictionary,
}: CompareCommandOptions): Promise<CompareOptions> {
  return {
    ...{ compareTypes: sameType, typesA, typesB },
    ...(attributes && { attributes }),
    ...(dictionary !== undefined && { conceptIdOf: createSameConcepts(await readDictionary(dictionary)) }),
  };
}

function formatOf(name: string | undefined): (typeof annotationFormats)[number] | undefined {
  return annotationFormats.find(({ format }) => format === name);
}

function countDifferences({ documents }: Comparison): number {
  return documents.reduce((sum, document) => sum + findDifferences(document).length, 0);
}

/** Ids of documents, never more than a few. */
const shownDocuments = 5;

function tellUnpaired({ onlyInA, onlyInB, otherText }: Comparison): void {
  const tell = (ids: readonly string[], what: string): void => {
    if (ids.length > 0) {
      const named = ids.slice(0, shownDocuments).join(', ');
      const others = ids.length > shownDocuments ? ' …' : '';
      process.stderr.write(
        `termlens: ${formatCount(ids.length, 'document')} ${what}, not compared: ${named}${others}\n`,
      );
    }
  };
  tell(onlyInA, 'only in A');
  tell(onlyInB, 'only in B');
  tell(otherText, 'with another text in B');
}

interface Adjudicated {
  readonly folder: string;
  readonly documents: number;
  readonly differences: number;
  readonly losses: readonly Loss[];
}

async function writeAdjudicated(
  comparison: Comparison,
  folder: string,
  force: boolean,
  labels: { readonly A: string; readonly B: string },
): Promise<Adjudicated> {
  const losses = createLossList();
  const writer = bratFormat.createWriter(losses);
  const output = await createOutput(folder, bratFormat, { force });
  for (const document of comparison.documents) {
    const decided = adjudicate(document, losses, labels);
    await output.write(decided.id, writer.write(decided));
  }
  await output.finish(writer.end());
  return {
    folder,
    documents: comparison.documents.length,
    differences: countDifferences(comparison),
    losses: losses.list(),
  };
}

async function writeDifferences(
  file: string,
  { documents }: Comparison,
  { withText }: CompareCommandOptions,
): Promise<void> {
  await writeFileWhole(file, Buffer.from(formatDifferences(documents, { withText }))).catch(
    (cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new DifferencesFileError(file, `it cannot be written (${reason}).`, { cause });
    },
  );
}

async function refuseExisting(file: string): Promise<void> {
  const status = await stat(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  if (status !== undefined) {
    throw new DifferencesFileError(
      file,
      'it is there already. Give --force to overwrite it, or another name.',
    );
  }
}
