import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { listZip } from './archives.ts';
import { gunzip, isGzip } from './gzip.ts';
import { VocabularyFileError, type SampledFile } from './importer.ts';
import {
  explainFailure,
  explainFailures,
  guardSize,
  headBytesOf,
  peek,
  sampleFile,
  type SourceContext,
  type StoredFile,
} from './sampleFile.ts';
import { listFolder } from './sourceFolder.ts';
import { defaultLimits, type SourceLimits } from './sourceLimits.ts';
import { isTar, sampleTar } from './tarArchive.ts';

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  readonly limits?: SourceLimits;
}

/**
 * The files of what the user named: a file, a folder, a .zip, a .tar or .tar.gz, told apart by what they hold, and
 * read where they are. Files packed with gzip are unpacked; archives inside an archive or a folder stay closed.
 * @throws {VocabularyFileError} also while the files are read.
 */
export async function openSource(path: string, options: OpenOptions = {}): Promise<readonly SampledFile[]> {
  const { signal, limits = defaultLimits } = options;
  const context: SourceContext = { signal, limits };
  try {
    signal?.throwIfAborted();
    const status = await stat(path);
    if (status.isDirectory()) {
      return await sampleAll(path, await listFolder(path, context), context);
    }
    if (!status.isFile()) {
      throw new VocabularyFileError(path, 'it is no file or folder. Name a vocabulary’s file.');
    }
    return await openFile(path, status.size, context);
  } catch (error) {
    signal?.throwIfAborted();
    throw explainFailure(path, error);
  }
}

async function openFile(path: string, size: number, context: SourceContext): Promise<readonly SampledFile[]> {
  const read = (): AsyncIterable<Uint8Array> => createReadStream(path);
  const start = await peek(explainFailures(path, read(), context.signal));
  if (start.length === 0) {
    throw new VocabularyFileError(path, 'the file is empty. Download or copy it again.');
  }
  if (isZip(start)) {
    return sampleAll(path, await listZip(path, context), context);
  }
  const unpacked = (): AsyncIterable<Uint8Array> =>
    isGzip(start) ? guardSize(path, gunzip(read()), size, context) : read();
  if (isTar(await peek(explainFailures(path, unpacked(), context.signal)))) {
    const files = await sampleTar(path, () => explainFailures(path, unpacked(), context.signal), context);
    return closeArchives(path, files);
  }
  const file = await sampleFile({ path: basename(path), storedBytes: size, read }, context);
  refuseOther(path, start, file.head);
  return [file];
}

async function sampleAll(
  path: string,
  stored: readonly StoredFile[],
  context: SourceContext,
): Promise<readonly SampledFile[]> {
  const files: SampledFile[] = [];
  for (const [i, file] of stored.entries()) {
    context.signal?.throwIfAborted();
    files.push(await sampleFile(file, context, headBytesOf(i + 1)));
  }
  return closeArchives(path, files);
}

/** Leaves out archives, and says so when nothing else is there. */
function closeArchives(path: string, files: readonly SampledFile[]): readonly SampledFile[] {
  const plain = files.filter(({ head }) => archiveKind(Buffer.from(head.slice(0, 512))) === undefined);
  if (plain.length > 0) {
    return plain;
  }
  const [archive] = files;
  throw new VocabularyFileError(
    path,
    archive === undefined
      ? 'there are no files in it. Name the vocabulary’s file, or the folder or archive that holds it.'
      : `there is nothing but other archives in it, such as ${archive.path}. Unpack it and import those.`,
  );
}

/** What is surely no vocabulary, though it carries the name of one. */
function refuseOther(path: string, start: Uint8Array, head: string): void {
  const kind = archiveKind(start);
  if (kind !== undefined) {
    throw new VocabularyFileError(
      path,
      `it is packed as ${kind}, which TermLens cannot unpack. Unpack it first.`,
    );
  }
  if (/^\uFEFF?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b/iu.test(head)) {
    throw new VocabularyFileError(
      path,
      'it is a web page and no vocabulary. A login page or a proxy’s message may have been saved in place of the ' +
        'file: download it again in a browser.',
    );
  }
}

function isZip(start: Uint8Array): boolean {
  return ['PK\u0003\u0004', 'PK\u0005\u0006'].includes(latin1(start, 4));
}

/** Of an archive, or of a way to pack files that Node.js does not know. */
function archiveKind(start: Uint8Array): string | undefined {
  if (isZip(start)) {
    return 'ZIP';
  }
  if (isTar(start)) {
    return 'TAR';
  }
  const signatures: readonly (readonly [RegExp, string])[] = [
    [/^BZh[1-9]1AY&SY/u, 'bzip2'],
    [/^.7zXZ/u, 'xz'],
    [/^7z../u, '7-Zip'],
    [/^\(\u00b5/u, 'Zstandard'],
    [/^Rar!/u, 'RAR'],
  ];
  const text = latin1(start, 16);
  return signatures.find(([signature]) => signature.test(text))?.[1];
}

function latin1(start: Uint8Array, length: number): string {
  return Buffer.from(start.subarray(0, length)).toString('latin1');
}
