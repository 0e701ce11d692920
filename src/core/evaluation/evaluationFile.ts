import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** A dictionary or a corpus that cannot be read at all. */
export class EvaluationFileError extends Error {
  override readonly name = 'EvaluationFileError';

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
  }
}

export interface EvaluationFile {
  /** Without a byte order mark. */
  readonly text: string;
  /** Of the bytes on disk. */
  readonly sha256: string;
}

/**
 * Reads a text file, UTF-8, unpacking it when it is gzip, whatever its name.
 * @throws {EvaluationFileError} when it cannot be read, is broken gzip, or is no UTF-8 text.
 */
export async function readEvaluationFile(file: string): Promise<EvaluationFile> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new EvaluationFileError(file, `the file cannot be read (${reasonOf(cause)}).`, { cause });
  });
  const unpacked = isGzip(bytes) ? await unpack(file, bytes) : bytes;
  if (unpacked.includes(0)) {
    throw new EvaluationFileError(file, 'this is a binary file. Give a text file, UTF-8, plain or gzip.');
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(unpacked);
    return { text, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (cause) {
    throw new EvaluationFileError(file, 'the file is no UTF-8 text. Save it as UTF-8 first.', { cause });
  }
}

/** RFC 1952, 2.3.1. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function unpack(file: string, bytes: Buffer): Promise<Buffer> {
  return promisify(gunzip)(bytes).catch((cause: unknown) => {
    const problem = `the gzip file is broken (${reasonOf(cause)}). Get it again; part of it may be missing.`;
    throw new EvaluationFileError(file, problem, { cause });
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
