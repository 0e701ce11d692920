import * as fc from 'fast-check';
import {
  VocabularyFileError,
  type ImportOptions,
  type SampledFile,
  type VocabularyImporter,
} from '../../../../src/core/vocabulary/importers/importer.ts';
import type { Concept } from '../../../../src/core/vocabulary/concept.ts';

/** One place at which a file's bytes are not what they were. */
export interface Damage {
  /** From 0 to 1 of the file's length. */
  readonly where: number;
  readonly how: 'flip' | 'cut off' | 'insert' | 'remove';
  readonly bytes: Uint8Array;
}

/** Bytes that formats give a meaning to come up more often than by chance. */
const telling = fc.constantFrom(...Buffer.from('|\t\n\r",;C1\0'), 0xff, 0xfe, 0xef);

export const damages: fc.Arbitrary<Damage> = fc.record({
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  how: fc.constantFrom('flip', 'cut off', 'insert', 'remove'),
  bytes: fc
    .uint8Array({ minLength: 1, maxLength: 3 })
    .chain((random) =>
      fc
        .array(telling, { minLength: 1, maxLength: 3 })
        .map((chosen) => (chosen.length > 1 ? Uint8Array.from(chosen) : random)),
    ),
});

export function offsetOf({ where }: Damage, content: string): number {
  return Math.floor(where * Buffer.byteLength(content));
}

export function damage(content: string, ...all: readonly Damage[]): Buffer {
  return all.reduce((bytes, { where, how, bytes: other }) => {
    const at = Math.floor(where * bytes.length);
    const before = bytes.subarray(0, at);
    switch (how) {
      case 'cut off':
        return before;
      case 'insert':
        return Buffer.concat([before, other, bytes.subarray(at)]);
      case 'remove':
        return Buffer.concat([before, bytes.subarray(at + other.length)]);
      case 'flip':
        return Buffer.concat([before, other, bytes.subarray(at + other.length)]);
    }
  }, Buffer.from(content));
}

/** The concepts that come before the end, or before the file cannot be read on. Other errors are passed on. */
export async function readConceptsUntilError(
  importer: VocabularyImporter,
  files: readonly SampledFile[],
  options: ImportOptions = {},
): Promise<{ concepts: Concept[]; error: VocabularyFileError | undefined }> {
  const concepts: Concept[] = [];
  try {
    for await (const record of importer.read(files, options)) {
      if (record.kind === 'concept') {
        concepts.push(record.concept);
      }
    }
  } catch (error) {
    if (!(error instanceof VocabularyFileError)) {
      throw error;
    }
    return { concepts, error };
  }
  return { concepts, error: undefined };
}

/** A file that breaks off with an error after `length` bytes, as a damaged archive does. */
export function brokenFile(file: SampledFile, length: number, error: Error): SampledFile {
  return {
    ...file,
    async *read() {
      let left = length;
      for await (const chunk of file.read()) {
        if (left <= chunk.length) {
          yield chunk.subarray(0, left);
          throw error;
        }
        left -= chunk.length;
        yield chunk;
      }
    },
  };
}
