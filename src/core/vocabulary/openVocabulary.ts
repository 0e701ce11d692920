import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Concept, VocabularyDescription } from './concept.ts';
import type { ImportProblem } from './importProblem.ts';
import type { ReleaseDetails, SampledFile } from './importers/importer.ts';
import {
  importVocabulary,
  recognizeFiles,
  type ImportVocabularyOptions,
} from './importers/importVocabulary.ts';
import { openSource } from './importers/openSource.ts';
import { isVocabularyId, type VocabularySource } from './vocabularySource.ts';

export interface OpenVocabularyOptions extends ImportVocabularyOptions {
  /** Default is made of the file's name. */
  readonly id?: string;
  /** What the user knows better than the files. */
  readonly description?: ReleaseDetails;
  /** What holds where the files say nothing. */
  readonly otherwise?: ReleaseDetails;
  /** What people call a vocabulary, by the short name in lower case that its files may call themselves by. */
  readonly titles?: ReadonlyMap<string, string>;
}

/** A vocabulary in somebody else's format. */
export interface OpenedVocabulary extends VocabularySource {
  /** As people know the format. */
  readonly format: string;
  /** What could not be read when the concepts were last read, and how often that was. */
  readonly problems: readonly ImportProblem[];
  readonly problemCount: number;
}

/** More than that nobody reads; a file of another kind has one for each line. */
const mostProblemsKept = 10_000;
/** What a release says about itself stands before its concepts, or is not waited for. */
const conceptsBeforeRelease = 100;

/**
 * Opens a vocabulary's file, folder or archive, whatever its format; its concepts are read only when asked for.
 * @throws {VocabularyFileError} when it cannot be read, or its format is not known.
 * @throws {VocabularyIdError}
 */
export async function openVocabulary(
  path: string,
  options: OpenVocabularyOptions,
): Promise<OpenedVocabulary> {
  const { signal } = options;
  const id = options.id ?? idOfPath(path);
  if (!isVocabularyId(id)) {
    throw new VocabularyIdError(id);
  }
  const { importer, files } = recognizeFiles(await openSource(path, { signal }), options.format);
  const known = { format: importer.format, ...options };
  const release = { ...options.otherwise, ...(await readRelease(files, known)) };
  const description: VocabularyDescription = {
    title: options.titles?.get((release.title ?? id).toLowerCase()) ?? release.title ?? id,
    version: release.version ?? 'unknown',
    licence: release.licence ?? 'unknown',
    source: release.source ?? basename(path),
    ...options.description,
    id,
  };
  const problems: ImportProblem[] = [];
  let problemCount = 0;
  return {
    description,
    format: importer.title,
    sourceSha256: await sha256Of(files, [description, known.format, options]),
    problems,
    get problemCount() {
      return problemCount;
    },
    async *readConcepts(readSignal = signal): AsyncGenerator<Concept> {
      problems.length = problemCount = 0;
      for await (const record of importVocabulary(files, { ...known, signal: readSignal })) {
        if (record.kind === 'concept') {
          yield record.concept;
        } else if (record.kind === 'problem') {
          problemCount++;
          if (problems.length < mostProblemsKept) {
            problems.push(record.problem);
          }
        }
      }
    },
  };
}

/** The id that was given, or made of a file's name, cannot name a folder. */
export class VocabularyIdError extends Error {
  override readonly name = 'VocabularyIdError';

  constructor(id: string) {
    super(
      `"${id}" cannot be the id of a vocabulary. Give one of lower-case letters, digits, "-" and "_", such as "hpo".`,
    );
  }
}

/** `hp.obo.gz` → `hp`; what is left of the name up to its first dot. */
function idOfPath(path: string): string {
  return (basename(path).split('.')[0] ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
}

async function readRelease(
  files: readonly SampledFile[],
  options: ImportVocabularyOptions,
): Promise<ReleaseDetails> {
  let concepts = 0;
  for await (const record of importVocabulary(files, options)) {
    if (record.kind === 'release') {
      return record.release;
    }
    concepts += Number(record.kind === 'concept');
    if (concepts === conceptsBeforeRelease) {
      break;
    }
  }
  return {};
}

/** Of what the concepts depend on: the files' bytes, and what the user asked for. */
async function sha256Of(files: readonly SampledFile[], asked: readonly unknown[]): Promise<string> {
  const hash = createHash('sha256').update(
    JSON.stringify(asked, (key, value: unknown) => (key === 'signal' ? undefined : value)),
  );
  for (const file of files) {
    hash.update(`\0${file.path}\0`);
    for await (const chunk of file.read()) {
      hash.update(chunk);
    }
  }
  return hash.digest('hex');
}
