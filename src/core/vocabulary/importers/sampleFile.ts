import { gunzip, isGzip } from './gzip.ts';
import { VocabularyFileError, type SampledFile } from './importer.ts';
import { isTooLarge, type SourceLimits } from './sourceLimits.ts';

/** A file as it lies on the disk or in an archive: perhaps packed with gzip. */
export interface StoredFile {
  readonly path: string;
  /** What of its size was stored, by which the unpacked size is judged. */
  readonly storedBytes: number;
  read(): AsyncIterable<Uint8Array>;
}

export interface SourceContext {
  readonly limits: SourceLimits;
  readonly signal: AbortSignal | undefined;
}

const headBytes = 65_536;

/** How much of a file is held for its format to be recognized: little where there are thousands of files. */
export function headBytesOf(ordinal: number): number {
  return ordinal <= 1_000 ? headBytes : 4_096;
}

/** Looks at how a file begins, and unpacks it if it is packed with gzip. */
export async function sampleFile(
  file: StoredFile,
  context: SourceContext,
  maximumBytes = headBytes,
): Promise<SampledFile> {
  const stored = (): AsyncIterable<Uint8Array> => explainFailures(file.path, file.read(), context.signal);
  const start = await peek(stored(), maximumBytes);
  if (!isGzip(start)) {
    return { path: file.path, head: decodeHead(start), read: stored };
  }
  const path = file.path.replace(/\.gz$/iu, '');
  const read = (): AsyncIterable<Uint8Array> =>
    explainFailures(path, guardSize(path, gunzip(file.read()), file.storedBytes, context), context.signal);
  return { path, head: decodeHead(await peek(read(), maximumBytes)), read };
}

/** The first bytes; of a damaged file what stands before the damage, which is met again when it is read. */
export async function peek(source: AsyncIterable<Uint8Array>, maximumBytes = headBytes): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of source) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maximumBytes) {
        break;
      }
    }
  } catch (error) {
    if (bytes === 0 || !(error instanceof VocabularyFileError)) {
      throw error;
    }
  }
  return Buffer.concat(chunks).subarray(0, maximumBytes);
}

/** As text: UTF-8, or UTF-16 by its byte order mark; half a character at the end is left out. */
export function decodeHead(start: Uint8Array): string {
  const mark = Buffer.from(start.subarray(0, 2)).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(start, { stream: true });
}

/** Stops what unpacks to more than a vocabulary can be. */
export async function* guardSize(
  path: string,
  unpacked: AsyncIterable<Uint8Array>,
  storedBytes: number,
  { limits }: SourceContext,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of unpacked) {
    bytes += chunk.length;
    if (isTooLarge(storedBytes, bytes, limits)) {
      throw tooLargeError(path);
    }
    yield chunk;
  }
}

export function tooLargeError(path: string): VocabularyFileError {
  return new VocabularyFileError(
    path,
    'unpacked, it is larger than any vocabulary. If it is one all the same, unpack it yourself and import that.',
  );
}

/** Passes bytes on, and says in the user's words why no more come. */
export async function* explainFailures(
  path: string,
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) {
      signal?.throwIfAborted();
      yield chunk;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw explainFailure(path, error);
  }
}

const remedies: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file. Check the path.',
  ENOTDIR: 'there is no such file. Check the path.',
  EACCES: 'this user may not read it. Change its permissions, or copy it to where you may read it.',
  EPERM: 'this user may not read it. Change its permissions, or copy it to where you may read it.',
  EMFILE: 'too many files are open on this machine. Close some programs and try again.',
  Z_BUF_ERROR: 'the file is cut off. Download or copy it again.',
  Z_DATA_ERROR: 'the file is damaged. Download or copy it again.',
};

/** A failure the user can mend as a {@link VocabularyFileError}; a bug as it is. */
export function explainFailure(path: string, error: unknown): unknown {
  if (error instanceof VocabularyFileError || !(error instanceof Error)) {
    return error;
  }
  const { code } = error as NodeJS.ErrnoException;
  const remedy = code === undefined ? undefined : remedies[code];
  if (remedy !== undefined) {
    return new VocabularyFileError(path, remedy, { cause: error });
  }
  // Of the operating system, such as EIO of a broken disk.
  return 'syscall' in error
    ? new VocabularyFileError(path, `it cannot be read (${error.message}).`, { cause: error })
    : error;
}
