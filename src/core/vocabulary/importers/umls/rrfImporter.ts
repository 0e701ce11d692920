import {
  VocabularyFileError,
  type ImportedRecord,
  type ImportOptions,
  type ReleaseDetails,
  type SampledFile,
  type SourceFile,
  type VocabularyImporter,
} from '../importer.ts';
import { readLines } from '../sourceLines.ts';
import { readConcepts } from './readConcepts.ts';
import { findRrfRelease, type RrfRelease } from './rrfRelease.ts';

/**
 * The UMLS Metathesaurus in Rich Release Format (NLM, UMLS Reference Manual, chapter 3), whole or a subset that
 * MetamorphoSys made, and RxNorm, which comes in the same format (RxNorm Technical Documentation, section 12):
 * names from MRCONSO or RXNCONSO, and where they are beside it semantic types (MRSTY, RXNSTY), definitions (MRDEF)
 * and the order of preference (MRRANK). Relations (MRREL, RXNREL) are not read.
 *
 * The names are read as a stream in which a concept's rows stand together; the other tables are read in step with
 * it. A concept whose rows stand apart comes more than once, which is reported once.
 */
export const rrfImporter: VocabularyImporter = {
  format: 'umls-rrf',
  title: 'UMLS Rich Release Format (also RxNorm)',

  recognize(files) {
    const used = new Set(findRrfRelease(files)?.files.map(({ path }) => path));
    return files.filter((file: SampledFile) => used.has(file.path));
  },

  async *read(files, options): AsyncGenerator<ImportedRecord> {
    const release = findRrfRelease(files);
    const names = release?.names;
    if (release === undefined || names === undefined) {
      throw missingNames(release, files);
    }
    yield { kind: 'release', release: await describe(release, names, options) };
    yield* readConcepts({ ...release, names }, options);
  },
};

function missingNames(release: RrfRelease | undefined, files: readonly SourceFile[]): VocabularyFileError {
  const file = release?.files[0]?.path ?? files[0]?.path ?? 'RRF';
  return new VocabularyFileError(
    file,
    release?.kind === 'rxnorm'
      ? 'RXNCONSO.RRF, which has the names, is missing. Add it from the folder rrf of the release.'
      : 'MRCONSO.RRF, which has the names, is missing. Add it from the folder META of the release.',
  );
}

async function describe(
  release: RrfRelease,
  names: SourceFile,
  { signal }: ImportOptions,
): Promise<ReleaseDetails> {
  if (release.kind === 'rxnorm') {
    const date = /RxNorm_[a-z]+_(?:[a-z]+_)?(\d{8})/iu.exec(names.path)?.[1];
    return {
      title: 'RxNorm',
      licence: 'UMLS Metathesaurus License',
      source: 'https://www.nlm.nih.gov/research/umls/rxnorm/',
      // NLM writes the month first.
      ...(date === undefined ? {} : { version: `${date.slice(4)}-${date.slice(0, 2)}-${date.slice(2, 4)}` }),
    };
  }
  const version =
    (release.details && (await readVersion(release.details, signal))) ??
    /(?<![a-z\d])(?:19|20)\d\d[A-Z]{2}(?![a-z\d])/iu.exec(names.path)?.[0];
  return {
    title: 'UMLS Metathesaurus',
    licence: 'UMLS Metathesaurus License',
    source: 'https://www.nlm.nih.gov/research/umls/',
    ...(version === undefined ? {} : { version }),
  };
}

async function readVersion(details: SourceFile, signal?: AbortSignal): Promise<string | undefined> {
  for await (const { lines } of readLines(details, signal)) {
    for (const line of lines) {
      const name = /^umls\.release\.name\s*=\s*(\S+)\s*$/u.exec(line)?.[1];
      if (name !== undefined) {
        return name;
      }
    }
  }
  return undefined;
}
