import { VocabularyFileError, type SourceFile } from '../importer.ts';

/** Enough for the byte order mark and the declaration. */
const declarationBytes = 256;

/**
 * The text of an XML file piece by piece, in the encoding of its byte order mark, else of its declaration, else in
 * UTF-8 (XML 1.0, appendix F). Bytes that are no text in it come as U+FFFD.
 *
 * @throws {VocabularyFileError} when the declaration names an encoding that is unknown.
 */
export async function* decodeXml(file: SourceFile, signal?: AbortSignal): AsyncGenerator<string> {
  let start = Buffer.alloc(0);
  let decoder: TextDecoder | undefined;
  for await (const chunk of file.read()) {
    signal?.throwIfAborted();
    if (decoder !== undefined) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length >= declarationBytes) {
      decoder = createDecoder(start, file);
      yield decoder.decode(start, { stream: true });
    }
  }
  yield decoder?.decode() ?? createDecoder(start, file).decode(start);
}

function createDecoder(start: Buffer, file: SourceFile): TextDecoder {
  const encoding = encodingOf(start);
  try {
    return new TextDecoder(encoding);
  } catch (error) {
    throw new VocabularyFileError(
      file.path,
      `Line 1: the encoding "${encoding}" is unknown. Save it as UTF-8.`,
      {
        cause: error,
      },
    );
  }
}

function encodingOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) {
    return 'utf-16le';
  }
  if (start[0] === 0xfe && start[1] === 0xff) {
    return 'utf-16be';
  }
  const declaration = start.subarray(0, declarationBytes).toString('latin1');
  const declared = /^(?:ï»¿)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/u.exec(declaration)?.[1];
  // Whoever could read the declaration byte by byte does not have UTF-16 before them.
  return declared === undefined || /^utf-?16/iu.test(declared) ? 'utf-8' : declared;
}
