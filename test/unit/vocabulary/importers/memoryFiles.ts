import type {
  ImportedRecord,
  ImportOptions,
  SampledFile,
  VocabularyImporter,
} from '../../../../src/core/vocabulary/importers/importer.ts';
import type { Concept } from '../../../../src/core/vocabulary/concept.ts';
import type { ImportProblem } from '../../../../src/core/vocabulary/importProblem.ts';

/** A file of a release whose content is given, in chunks of `chunkBytes`. */
export function memoryFile(path: string, content: string | Uint8Array, chunkBytes = 65_536): SampledFile {
  const bytes = Buffer.from(content);
  return {
    path,
    head: bytes.subarray(0, 65_536).toString('utf8'),
    async *read() {
      for (let start = 0; start < bytes.length; start += chunkBytes) {
        yield await Promise.resolve(bytes.subarray(start, start + chunkBytes));
      }
    },
  };
}

export interface ReadRecords {
  readonly concepts: readonly Concept[];
  readonly problems: readonly ImportProblem[];
  readonly releases: readonly (ImportedRecord & { kind: 'release' })['release'][];
}

/** All that the importer finds in those of the files that it recognizes. */
export async function readAll(
  importer: VocabularyImporter,
  files: readonly SampledFile[],
  options: ImportOptions = {},
): Promise<ReadRecords> {
  const concepts: Concept[] = [];
  const problems: ImportProblem[] = [];
  const releases: ReadRecords['releases'][number][] = [];
  for await (const record of importer.read(importer.recognize(files), options)) {
    if (record.kind === 'concept') {
      concepts.push(record.concept);
    } else if (record.kind === 'problem') {
      problems.push(record.problem);
    } else {
      releases.push(record.release);
    }
  }
  return { concepts, problems, releases };
}
