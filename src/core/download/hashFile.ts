import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

export interface ExpectedHash {
  readonly algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512';
  readonly hex: string;
  /** Hashed before the file's bytes; git's hash of a file begins with a header, see {@link gitBlobHash}. */
  readonly prefix?: Uint8Array;
}

/** Hash of a file's bytes, in hexadecimal. Rejects with the signal's reason when aborted. */
export async function hashFile(
  file: string,
  { algorithm, prefix }: Omit<ExpectedHash, 'hex'>,
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash(algorithm);
  if (prefix) {
    hash.update(prefix);
  }
  try {
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
  return hash.digest('hex');
}

/** How git names a file of this size: the SHA-1 of a header and its bytes (Pro Git, 10.2 "Git Objects"). */
export function gitBlobHash(hex: string, bytes: number): ExpectedHash {
  return { algorithm: 'sha1', hex, prefix: new TextEncoder().encode(`blob ${bytes}\0`) };
}
