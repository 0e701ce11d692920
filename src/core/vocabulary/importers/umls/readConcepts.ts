import type { ImportProblem } from '../../importProblem.ts';
import {
  VocabularyFileError,
  type ImportedRecord,
  type ImportOptions,
  type SourceFile,
} from '../importer.ts';
import { readLines } from '../sourceLines.ts';
import { createAtomReader, type AtomReader } from './atom.ts';
import type { ReportProblem } from './cells.ts';
import { spanOf, toConcept, type ConceptRows } from './conceptRows.ts';
import { openDetails } from './details.ts';
import { orderLanguages } from './languages.ts';
import { createRowGroups, type RowGroups } from './rowGroups.ts';
import type { RrfRelease } from './rrfRelease.ts';
import { rankByForm, rankRxnormTerm, readRanks, type RankTerm } from './termTypes.ts';

/** A release that has names. */
export type NamedRelease = RrfRelease & { readonly names: SourceFile };

/** Some concepts in a row; the one that follows may have begun. */
interface CompleteConcepts {
  readonly complete: readonly ConceptRows[];
  readonly next: string;
}

/**
 * The concepts of a release, in the order of its names, and what is wrong with rows.
 * @throws {VocabularyFileError} when no row can be read, or none is wanted.
 */
export async function* readConcepts(
  release: NamedRelease,
  options: ImportOptions,
): AsyncGenerator<ImportedRecord> {
  const { signal, languages = ['en'], sources } = options;
  const problems: ImportProblem[] = [];
  const report: ReportProblem = (problem) => problems.push(problem);
  const reader = createAtomReader({
    kind: release.kind,
    languages: orderLanguages(languages),
    sources: sources && new Set(sources),
    rankTerm: await chooseRanks(release, report, signal),
  });
  const groups = createRowGroups(release.names.path, release.kind, reader, report);
  const details = await openDetails(release, sources, report, signal);
  const prefix = release.kind === 'umls' ? 'UMLS' : 'RXNORM';
  let conceptCount = 0;
  try {
    for await (const { complete, next } of readGroups(release.names, groups, report, signal)) {
      await details.prepare(spanOf(complete, next));
      yield* problems.splice(0).map((problem): ImportedRecord => ({ kind: 'problem', problem }));
      for (const rows of complete) {
        signal?.throwIfAborted();
        yield { kind: 'concept', concept: toConcept(prefix, rows, details.detailsOf(rows)) };
      }
      conceptCount += complete.length;
    }
  } finally {
    await details.close();
  }
  if (conceptCount === 0) {
    throw nothingFound(release.names, reader, options);
  }
}

async function* readGroups(
  file: SourceFile,
  groups: RowGroups,
  report: ReportProblem,
  signal?: AbortSignal,
): AsyncGenerator<CompleteConcepts> {
  for await (const batch of readLines(file, signal)) {
    batch.problems.forEach(report);
    yield groups.add(batch);
  }
  const complete = groups.end();
  yield { complete, next: complete[0]?.cui ?? '' };
}

async function chooseRanks(
  { kind, ranks }: RrfRelease,
  report: ReportProblem,
  signal?: AbortSignal,
): Promise<RankTerm> {
  if (kind === 'rxnorm') {
    return rankRxnormTerm;
  }
  return ranks ? readRanks(ranks, report, signal) : rankByForm;
}

function nothingFound(
  { path }: SourceFile,
  reader: AtomReader,
  { languages = ['en'], sources }: ImportOptions,
): VocabularyFileError {
  return new VocabularyFileError(
    path,
    reader.wellFormedCount() === 0
      ? 'no row has a CUI and the 18 columns of MRCONSO.RRF. Is it complete, and not another table?'
      : `no row has a name in ${languages.join(', ')}` +
          `${sources ? ` from ${sources.join(', ')}` : ''} that is not suppressed. Choose other ones.`,
  );
}
