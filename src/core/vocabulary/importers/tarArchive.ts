import { checkCount, isContent, outsideError } from './archives.ts';
import { VocabularyFileError, type SampledFile } from './importer.ts';
import { decodeHead, explainFailures, headBytesOf, type SourceContext } from './sampleFile.ts';

/** POSIX.1-1988 and GNU tar write this at byte 257 of each entry's header. */
export function isTar(start: Uint8Array): boolean {
  return Buffer.from(start.subarray(257, 262)).toString('latin1') === 'ustar';
}

/**
 * The files in a tar archive. It has no table of contents, so it is read through once for how they begin, and
 * once more up to a file that is read.
 * @param read its bytes, without gzip.
 */
export async function sampleTar(
  archive: string,
  read: () => AsyncIterable<Uint8Array>,
  { limits, signal }: SourceContext,
): Promise<SampledFile[]> {
  const files: { path: string; ordinal: number; start: Uint8Array }[] = [];
  for await (const event of readTar(archive, read())) {
    signal?.throwIfAborted();
    const last = files.at(-1);
    if (event.kind === 'file') {
      checkCount(archive, event.ordinal, limits.maximumFiles);
      files.push({ path: event.path, ordinal: event.ordinal, start: new Uint8Array() });
    } else if (last && last.start.length < headBytesOf(event.ordinal)) {
      last.start = Buffer.concat([last.start, event.bytes]).subarray(0, headBytesOf(event.ordinal));
    }
  }
  return files
    .filter(({ path }) => isContent(path))
    .map(({ path, ordinal, start }) => ({
      path,
      head: decodeHead(start),
      read: () => explainFailures(path, readTarFile(archive, read(), ordinal), signal),
    }));
}

async function* readTarFile(
  archive: string,
  source: AsyncIterable<Uint8Array>,
  ordinal: number,
): AsyncGenerator<Uint8Array> {
  for await (const event of readTar(archive, source)) {
    if (event.ordinal > ordinal) {
      return;
    }
    if (event.ordinal === ordinal && event.kind === 'bytes') {
      yield event.bytes;
    }
  }
}

/** The `ordinal` counts the archive's plain files, from 1. */
type TarEvent =
  | { readonly kind: 'file'; readonly ordinal: number; readonly path: string }
  | { readonly kind: 'bytes'; readonly ordinal: number; readonly bytes: Uint8Array };

async function* readTar(archive: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEvent> {
  const { Parser } = await import('tar');
  // The parser works off what is written before `write` returns, so no more than one chunk is held here.
  const events: TarEvent[] = [];
  const failures: Error[] = [];
  let ordinal = 0;
  const parser = new Parser({
    onReadEntry(entry) {
      // Links and devices have no content of their own.
      if (!['File', 'OldFile', 'ContiguousFile'].includes(entry.type)) {
        entry.resume();
        return;
      }
      if (leadsOutside(entry.path)) {
        failures.push(outsideError(archive));
      }
      ordinal += 1;
      const own = ordinal;
      events.push({ kind: 'file', ordinal: own, path: entry.path.replace(/^\.\//u, '') });
      entry.on('data', (bytes) => events.push({ kind: 'bytes', ordinal: own, bytes }));
    },
    onwarn(code, message) {
      // Others tell of attributes that nobody asks for.
      if (/^TAR_(?:BAD_ARCHIVE|ENTRY_INVALID|ENTRY_ERROR|ABORT)$/u.test(code)) {
        failures.push(damagedError(archive, message));
      }
    },
  });
  const drain = function* (): Generator<TarEvent> {
    yield* events.splice(0);
    const [failure] = failures;
    if (failure) {
      throw failure;
    }
  };
  for await (const chunk of source) {
    parser.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length));
    yield* drain();
  }
  parser.end();
  yield* drain();
}

/** By the rules of both POSIX and Windows, whichever this machine follows. */
function leadsOutside(path: string): boolean {
  return /^(?:\/|[a-z]:)|[\\\0]/iu.test(path) || path.split('/').includes('..');
}

function damagedError(archive: string, cause: string | Error): VocabularyFileError {
  const message = cause instanceof Error ? cause.message : cause;
  return new VocabularyFileError(
    archive,
    `the archive is cut off or damaged (${message}). Download or copy it again, or unpack it yourself and import ` +
      'the folder.',
  );
}
