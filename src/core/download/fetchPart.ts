import { open, stat, type FileHandle } from 'node:fs/promises';
import { readAnswer, type Answer } from './answer.ts';
import {
  DownloadError,
  describeUrl,
  DownloadFolderError,
  HttpStatusError,
  UnexpectedAnswerError,
} from './downloadErrors.ts';
import { createIdleTimer } from './idleTimer.ts';
import { toConnectionError } from './connectionFailure.ts';
import type { Fetch } from './network.ts';
import { parseRetryAfter } from './retry.ts';

export interface PartRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the bytes go; what it holds already is asked for no more if `resume` says so. */
  readonly part: string;
  /** Size of the whole file, if it is known beforehand. */
  readonly bytes: number | undefined;
  readonly resume:
    | 'never'
    /** A later check tells whether the parts belong together. */
    | 'unconditionally'
    /** Only if the server still has the version of this entity tag or date (RFC 9110, section 13.1.5). */
    | { readonly validator: string };
  readonly fetch: Fetch;
  readonly idleTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** `size` of the part so far, of `total`; `fresh` of it have just arrived. */
  readonly onBytes: (fresh: number, size: number, total: number | undefined) => void;
}

/** The server still has the version that was not to be fetched again. */
export class UnchangedFileError extends DownloadError {
  override readonly name = 'UnchangedFileError';

  constructor(url: string) {
    super(`${describeUrl(url)}: the file is the same as before.`);
  }
}

export interface PartResult {
  /** Whether the whole file has arrived; false if the connection ended early without saying so. */
  readonly whole: boolean;
}

/** The server does not give the part that was asked for; the file can only be fetched from its beginning. */
export class UnusablePartError extends DownloadError {
  override readonly name = 'UnusablePartError';

  constructor(url: string) {
    super(`${describeUrl(url)}: the server cannot send a part of the file. Try again.`);
  }
}

/**
 * One request: fetches what is missing of a file and appends it. However it ends, what has arrived is kept.
 * `onAnswer` gets what the server says of the file before the first byte of this answer is written, and after what
 * does not belong to it is gone, so that what it keeps always fits the part.
 * @throws {DownloadError} of the kind that fits; rejects with the signal's reason when aborted.
 */
export async function fetchPart(
  request: PartRequest,
  onAnswer: (answer: Answer) => Promise<void> | void,
): Promise<PartResult> {
  const idle = createIdleTimer(request.url, request.idleTimeoutMs);
  const signals = request.signal ? [request.signal, idle.signal] : [idle.signal];
  try {
    const have = request.resume === 'never' ? 0 : await sizeOf(request.part);
    const response = await request.fetch(request.url, {
      headers: { ...request.headers, ...transferHeaders(have, request.resume) },
      signal: AbortSignal.any(signals),
    });
    idle.restart();
    try {
      const { start, total } = readPosition(request, response, have);
      const size = await append(request, response, { start, total }, idle.restart, () =>
        onAnswer(readAnswer(response)),
      );
      const expected = request.bytes ?? total;
      return { whole: expected === undefined || size === expected };
    } finally {
      // An answer that is not read to its end would keep the connection busy.
      await response.body?.cancel().catch(() => undefined);
    }
  } catch (error) {
    request.signal?.throwIfAborted();
    idle.signal.throwIfAborted();
    throw error instanceof DownloadError ? error : toConnectionError(request.url, error);
  } finally {
    idle.stop();
  }
}

function transferHeaders(have: number, resume: PartRequest['resume']): Record<string, string> {
  return {
    // Compressed on the way, a file has other offsets than on the disk.
    'accept-encoding': 'identity',
    ...(have > 0 && { range: `bytes=${have}-` }),
    ...(have > 0 && typeof resume === 'object' && { 'if-range': resume.validator }),
  };
}

/** Where in the file the answer's bytes begin, and how long the file is. */
function readPosition(
  { url, bytes, resume }: PartRequest,
  response: Response,
  have: number,
): { start: number; total: number | undefined } {
  if (response.status === 416 && have > 0) {
    // What is here is longer than the file is there: it is the beginning of something else.
    throw new UnusablePartError(url);
  }
  if (response.status === 304) {
    throw new UnchangedFileError(url);
  }
  if (!response.ok) {
    throw new HttpStatusError(url, response.status, parseRetryAfter(response.headers.get('retry-after')));
  }
  const unexpected = (what: string): UnexpectedAnswerError =>
    new UnexpectedAnswerError(url, { from: response.url || url, what });
  if (response.status === 206) {
    // RFC 9110, section 14.4: "bytes 100-199/1000", or "*" for a length that is not known.
    const [, first, total] =
      /^bytes (\d+)-\d+\/(\d+|\*)$/u.exec(response.headers.get('content-range') ?? '') ?? [];
    if (Number(first) !== have || !isSameVersion(resume, response)) {
      throw new UnusablePartError(url);
    }
    const length = total === '*' ? undefined : Number(total);
    if (bytes !== undefined && length !== undefined && length !== bytes) {
      throw unexpected(`${length} bytes long instead of ${bytes}`);
    }
    return { start: have, total: length };
  }
  const total = contentLength(response);
  const type = response.headers.get('content-type') ?? 'no type';
  if (bytes !== undefined && total !== undefined && total !== bytes) {
    throw unexpected(`${type}, ${total} bytes long instead of ${bytes}`);
  }
  // With no length to compare, a web page in place of a file is known by its type alone.
  if (type.startsWith('text/html') && !/\.html?$/u.test(new URL(url).pathname)) {
    throw unexpected(type);
  }
  return { start: 0, total };
}

function contentLength(response: Response): number | undefined {
  const encoded = !['', 'identity'].includes(response.headers.get('content-encoding') ?? '');
  const length = response.headers.get('content-length');
  return encoded || length === null ? undefined : Number(length);
}

/** Some servers send a part without looking at `If-Range`. */
function isSameVersion(resume: PartRequest['resume'], response: Response): boolean {
  const { validator } = readAnswer(response);
  return typeof resume !== 'object' || validator === undefined || validator === resume.validator;
}

/** Writes the answer's bytes from `start` on. Returns the size of what is there then. */
async function append(
  { url, part, bytes, onBytes }: PartRequest,
  response: Response,
  { start, total }: { start: number; total: number | undefined },
  onArrival: () => void,
  onBegin: () => Promise<void> | void,
): Promise<number> {
  const file = await writing(part, () => open(part, start > 0 ? 'r+' : 'w'));
  let size = start;
  try {
    await onBegin();
    onBytes(0, size, bytes ?? total);
    for await (const chunk of response.body ?? []) {
      onArrival();
      if (bytes !== undefined && size + chunk.length > bytes) {
        throw new UnexpectedAnswerError(url, {
          from: response.url || url,
          what: `longer than ${bytes} bytes`,
        });
      }
      await writing(part, () => writeAll(file, chunk, size));
      size += chunk.length;
      onBytes(chunk.length, size, bytes ?? total);
    }
    await writing(part, () => file.sync());
    return size;
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}

async function writing<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new DownloadFolderError(path, error);
  }
}

/** Bytes of a file; 0 if there is none. */
export async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return 0;
      }
      throw new DownloadFolderError(file, error);
    },
  );
}
