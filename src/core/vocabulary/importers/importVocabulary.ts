import type { Concept, Curie } from '../concept.ts';
import { isCurie } from './curies.ts';
import {
  VocabularyFileError,
  type ImportedRecord,
  type ImportOptions,
  type SampledFile,
  type VocabularyImporter,
} from './importer.ts';
import { importers } from './importers.ts';
import { positionOf, problemAt } from './recordPosition.ts';

export interface ImportVocabularyOptions extends ImportOptions {
  /** Of the importer that is to read them; default the first that recognizes them. */
  readonly format?: string | undefined;
}

export interface RecognizedFiles {
  readonly importer: VocabularyImporter;
  readonly files: readonly SampledFile[];
}

/** @throws {VocabularyFileError} when no importer, or not the one that is asked for, can read any of them. */
export function recognizeFiles(files: readonly SampledFile[], format?: string): RecognizedFiles {
  const asked = importers.filter((importer) => format === undefined || importer.format === format);
  for (const importer of asked) {
    const own = importer.recognize(files);
    if (own.length > 0) {
      return { importer, files: own };
    }
  }
  const [asking] = asked;
  const name = files.length === 1 ? (files[0]?.path ?? '') : `${files.length} files`;
  const known = importers.map(({ title, format: id }) => `${title} (${id})`).join(', ');
  if (format === undefined) {
    throw new VocabularyFileError(name, `this is no vocabulary that TermLens can read. It reads: ${known}.`);
  }
  throw new VocabularyFileError(
    name,
    asking === undefined
      ? `there is no format "${format}". TermLens reads: ${known}.`
      : `nothing in it looks like ${asking.title}. Leave out the format to have it recognized.`,
  );
}

/**
 * All that is in a vocabulary's files, in any format that is known. Whatever the format, a concept has an
 * identifier of its own and a name here; one that lacks them comes as a problem.
 * @throws {VocabularyFileError}
 */
export async function* importVocabulary(
  files: readonly SampledFile[],
  options: ImportVocabularyOptions = {},
): AsyncGenerator<ImportedRecord> {
  const { importer, files: own } = recognizeFiles(files, options.format);
  const firstFile = own[0]?.path ?? '';
  const seen = new Set<Curie>();
  for await (const record of importer.read(own, options)) {
    options.signal?.throwIfAborted();
    if (record.kind !== 'concept') {
      yield record;
      continue;
    }
    const fault = findFault(record.concept, seen);
    const { file, line } = positionOf(record, firstFile);
    yield fault === undefined ? record : problemAt(file, line, fault);
  }
}

function findFault({ curie, preferredName }: Concept, seen: Set<Curie>): string | undefined {
  if (!isCurie(curie)) {
    return `"${curie.slice(0, 100)}" is no identifier of the form PREFIX:ID; it is left out.`;
  }
  if (preferredName.trim() === '') {
    return `${curie} has no name; it is left out.`;
  }
  if (seen.has(curie)) {
    return `${curie} stands there twice; the second is left out.`;
  }
  seen.add(curie);
  return undefined;
}
