import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import * as z from 'zod';
import { executionProviders, precisions } from '../encoder.ts';
import type { ModelFolder } from '../model/modelFolder.ts';

const recordSchema = z.object({
  key: z.string(),
  /** sha256 of the weights by precision, for as long as their size and time of change stay the same. */
  weights: z.partialRecord(z.enum(precisions), z.object({ sha256: z.string(), state: z.string() })),
  /** The reference's vectors of `probeNames`, shape `[names, dimensions]`. */
  probe: z.array(z.number()).optional(),
  measurement: z
    .object({
      machine: z.string(),
      onnxRuntime: z.string(),
      measuredAt: z.string(),
      nameCount: z.number(),
      trials: z.array(
        z.object({
          executionProvider: z.enum(executionProviders),
          precision: z.enum(precisions),
          unavailable: z.string().optional(),
          namesPerSecond: z.number().optional(),
          oneNameMs: z.number().optional(),
          meanCosine: z.number().optional(),
          sameFirstCandidate: z.number().optional(),
        }),
      ),
    })
    .optional(),
});

/** What is remembered of a model on this machine, so that it is found out once. */
export type TrialRecord = z.infer<typeof recordSchema>;

/** The record of this key, or an empty one: another machine, driver or model makes the old one void. */
export async function readTrialRecord(
  cacheFolder: string | undefined,
  folder: ModelFolder,
  key: string,
): Promise<TrialRecord> {
  const empty: TrialRecord = { key, weights: {} };
  if (cacheFolder === undefined) {
    return empty;
  }
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(recordFile(cacheFolder, folder), 'utf8')));
    // The weights' checksums hold on every machine and driver.
    return record.key === key ? record : { ...empty, weights: record.weights };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError || isFileSystemError(error)) {
      return empty; // not there yet or damaged: everything in it can be found out again
    }
    throw error;
  }
}

/** A cache that cannot be written costs time at the next start and nothing else. */
export async function writeTrialRecord(
  cacheFolder: string | undefined,
  folder: ModelFolder,
  record: TrialRecord,
): Promise<void> {
  if (cacheFolder === undefined) {
    return;
  }
  try {
    await mkdir(cacheFolder, { recursive: true });
    await writeFileAtomic(recordFile(cacheFolder, folder), `${JSON.stringify(record)}\n`);
  } catch (error) {
    if (!isFileSystemError(error)) {
      throw error;
    }
  }
}

function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}

/** Differs when the file was replaced. */
export async function fileState(file: string): Promise<string> {
  const { size, mtimeMs, ino } = await stat(file);
  return `${size} ${mtimeMs} ${ino}`;
}

function recordFile(cacheFolder: string, folder: ModelFolder): string {
  const name = createHash('sha256').update(folder.path).digest('hex').slice(0, 16);
  return join(cacheFolder, `encoder-${name}.json`);
}
