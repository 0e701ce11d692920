import { readFile, stat } from 'node:fs/promises';

/** A note could not be read as text. */
export class NoteFileError extends Error {
  override readonly name = 'NoteFileError';
}

/** No note is that long, and what somebody gives by mistake, such as a log, is not worked on for hours. */
const largestNoteBytes = 10_000_000;

/** The text of a note, with its byte order mark if it has one. @throws {NoteFileError} when it is none. */
export async function readNote(file: string): Promise<string> {
  const bytes = await readBytes(file);
  if (bytes.includes(0)) {
    throw new NoteFileError(`${file}: this is a binary file, not a note. Give a plain text file.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new NoteFileError(`${file}: the file is no UTF-8 text. Save it as UTF-8 first.`, { cause });
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > largestNoteBytes) {
      throw new NoteFileError(
        `${file}: the file is larger than 10 MB, which is no note. Split it, or leave it out.`,
      );
    }
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof NoteFileError) {
      throw cause;
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NoteFileError(`${file}: the note cannot be read (${reason}).`, { cause });
  }
}
