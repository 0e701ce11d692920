import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { DownloadFolderError } from '../../download/downloadErrors.ts';

const answerSchema = z.object({
  etag: z.string().optional(),
  lastModified: z.string().optional(),
  validator: z.string().optional(),
  digest: z.object({ algorithm: z.enum(['md5', 'sha1', 'sha256', 'sha512']), hex: z.string() }).optional(),
});

const recordSchema = z.object({
  url: z.string(),
  /** Of the file beside the record, while it is there. */
  fileName: z.string(),
  /** What the server said of it. */
  answer: answerSchema,
  /** What was made of it: the store's checksum, and the options with which it was read. */
  installed: z.object({ sourceSha256: z.string(), reading: z.string() }).optional(),
});

/** What is known of a vocabulary's last download, kept beside it under `downloads/vocabularies`. */
export type DownloadRecord = z.infer<typeof recordSchema>;

export interface DownloadPlace {
  readonly record: string;
  readonly lock: string;
  /** Holds the file. */
  readonly folder: string;
}

export function downloadPlace(dataFolder: string, id: string): DownloadPlace {
  const folder = join(dataFolder, 'downloads', 'vocabularies', id);
  return { folder, record: `${folder}.json`, lock: `${folder}.lock` };
}

/** Nothing where there is none, or it is damaged: then the file is fetched from its beginning. */
export async function readDownloadRecord(place: DownloadPlace): Promise<DownloadRecord | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(place.record, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError || codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw new DownloadFolderError(place.record, error);
  }
}

/** In one rename, so that a process that is killed leaves the old one or the new one. */
export async function writeDownloadRecord(place: DownloadPlace, record: DownloadRecord): Promise<void> {
  const draft = `${place.record}.draft`;
  try {
    await mkdir(dirname(place.record), { recursive: true });
    await writeFile(draft, `${JSON.stringify(record, null, 2)}\n`);
    await rename(draft, place.record);
  } catch (error) {
    throw new DownloadFolderError(place.record, error);
  }
}

/** Forgets a vocabulary's downloads, also those that broke off. */
export async function forgetDownloads(dataFolder: string, id: string): Promise<void> {
  const place = downloadPlace(dataFolder, id);
  await rm(place.folder, { recursive: true, force: true });
  await rm(place.record, { force: true });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
