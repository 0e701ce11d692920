import { createGunzip } from 'node:zlib';

/** By its first bytes (RFC 1952, 2.3.1): endings get lost when files are carried around. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * The unpacked bytes, all members in a row. What stands before damage, or before the end of a file that was cut
 * off, comes before the error; a stream's own iterator would drop what it has buffered.
 */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacked: Uint8Array[] = [];
  const stream = createGunzip();
  const failure: { error?: Error } = {};
  const settled = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Uint8Array) => unpacked.push(chunk));
    stream.on('error', (error) => {
      failure.error = error;
    });
    stream.on('close', resolve);
  });
  try {
    for await (const chunk of source) {
      await Promise.race([settled, new Promise((resolve) => void stream.write(chunk, resolve))]);
      yield* unpacked.splice(0);
      if (failure.error) {
        throw failure.error;
      }
    }
    stream.end();
    await settled;
    yield* unpacked.splice(0);
    if (failure.error) {
      throw failure.error;
    }
  } finally {
    stream.destroy();
  }
}
