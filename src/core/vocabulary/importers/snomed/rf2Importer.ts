import type { ImportProblem } from '../../importProblem.ts';
import {
  VocabularyFileError,
  type ImportedRecord,
  type ImportOptions,
  type ReleaseDetails,
  type SourceFile,
  type VocabularyImporter,
} from '../importer.ts';
import { createComponentSort, type ComponentSort } from './componentSort.ts';
import { createLanguagePreference } from './languagePreference.ts';
import { readRelease } from './readRelease.ts';
import { findRf2Release, isOtherRf2File, releaseDate, type Rf2Release } from './rf2Release.ts';
import { groupByConcept, toConcept } from './sortedConcepts.ts';

/**
 * SNOMED CT in Release Format 2, Snapshot (SNOMED International, Release File Specification), of any edition:
 * concepts and descriptions, and where they are there language reference sets, is-a relationships, text definitions
 * and what replaces inactive concepts.
 *
 * The files are not sorted by concept, so the first concept comes after all files have been read, and they are
 * sorted on disk (`componentSort.ts`). 500,000 concepts with 1.6 million descriptions, 3 million rows of language
 * reference sets and as many relationships as they have take half a minute, some 300 MB of memory in all, and 160 MB
 * in SQLite's folder for temporary files.
 */
export const rf2Importer: VocabularyImporter = {
  format: 'snomed-rf2',
  title: 'SNOMED CT RF2 Snapshot',

  recognize(files) {
    const used = new Set(Object.values(findRf2Release(files)).flat() as SourceFile[]);
    const found = files.filter((file) => used.has(file));
    return found.length > 0 ? found : files.filter(isOtherRf2File);
  },

  async *read(files, options): AsyncGenerator<ImportedRecord> {
    const release = findRf2Release(files);
    requireFiles(release, files);
    yield { kind: 'release', release: describe(release) };
    const sort = createComponentSort();
    try {
      yield* readSorted(release, sort, options);
    } finally {
      sort.close();
    }
  },
};

async function* readSorted(
  release: Rf2Release,
  sort: ComponentSort,
  { signal, languages = ['en'] }: ImportOptions,
): AsyncGenerator<ImportedRecord> {
  for await (const problem of readRelease(release, sort, createLanguagePreference(languages), signal)) {
    yield { kind: 'problem', problem };
  }
  const counts = { found: 0, unknown: 0, nameless: 0 };
  for (const components of groupByConcept(sort.sorted())) {
    signal?.throwIfAborted();
    const concept = toConcept(components);
    if (typeof concept === 'string') {
      counts[concept] += 1;
    } else {
      counts.found += 1;
      yield { kind: 'concept', concept };
    }
  }
  if (counts.found === 0) {
    throw nothingFound(release, counts.nameless > 0 ? languages : undefined);
  }
  if (counts.unknown > 0) {
    yield { kind: 'problem', problem: describeUnknown(release, counts.unknown) };
  }
}

function requireFiles({ concepts, descriptions }: Rf2Release, files: readonly SourceFile[]): void {
  const missing =
    concepts.length === 0
      ? 'sct2_Concept_Snapshot_….txt'
      : descriptions.length === 0
        ? 'sct2_Description_Snapshot-en_….txt'
        : undefined;
  if (missing !== undefined) {
    throw new VocabularyFileError(
      files[0]?.path ?? 'RF2',
      `the file ${missing} is missing. Add it from the folder Snapshot/Terminology of the release.`,
    );
  }
}

function nothingFound(
  { concepts }: Rf2Release,
  languages: readonly string[] | undefined,
): VocabularyFileError {
  return new VocabularyFileError(
    concepts[0]?.path ?? 'RF2',
    languages === undefined
      ? 'no concept of it can be read. Is it a concept file of RF2, and are its descriptions those of the same release?'
      : `no concept has a name in ${languages.join(', ')}. Add the description file of the language, or choose others.`,
  );
}

/** An extension says something about concepts that only the edition has on which it builds. */
function describeUnknown({ descriptions }: Rf2Release, count: number): ImportProblem {
  return {
    file: descriptions[0]?.path ?? 'RF2',
    line: 1,
    message:
      `${count} concepts have descriptions or relations but stand in no concept file; they are left out. ` +
      'Add the International Edition where this is an extension of it.',
  };
}

function describe(release: Rf2Release): ReleaseDetails {
  const version = releaseDate(release.concepts);
  return {
    title: 'SNOMED CT',
    licence: 'SNOMED CT Affiliate License',
    source: 'https://www.snomed.org/',
    ...(version === undefined ? {} : { version }),
  };
}
