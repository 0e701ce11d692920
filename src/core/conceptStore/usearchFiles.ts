import { createHash } from 'node:crypto';
import { createReadStream, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** An index of usearch and what belongs to it, in a folder of their own. */
export function usearchFiles(folder: string): {
  /** Graph and coarse vectors, as usearch saves them; key `i` is row `i` of `rows`. */
  readonly graph: string;
  /** The exact vectors, as `openVectorRows` reads them. */
  readonly rows: string;
  /** Written last: without it the index is not whole. */
  readonly manifest: string;
} {
  return {
    graph: join(folder, 'index.usearch'),
    rows: join(folder, 'rows.f32'),
    manifest: join(folder, 'manifest.json'),
  };
}

/**
 * What the files must be. usearch follows the graph's numbers without looking, so that a damaged file could end
 * the process: it is handed a graph only when every byte of it is as it was written.
 */
export const usearchManifestSchema = z.object({
  graphBytes: z.number(),
  graphSha256: z.string(),
  /** As `stateOf` gives it: while it holds, the file is what was written, and need not be read to know it. */
  graphState: z.string().optional(),
  /** Of everything before the vectors in the file of rows. */
  rowsHeadSha256: z.string(),
});

export type UsearchManifest = z.infer<typeof usearchManifestSchema>;

/** Differs when the file was written to, replaced or copied since. */
export function stateOf({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string {
  return [size, mtimeNs, ctimeNs, ino].join(' ');
}

/** Leaves turns in between; a file of 48 MB takes some 50 to 120 ms. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
