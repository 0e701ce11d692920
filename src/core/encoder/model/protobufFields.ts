import type { FileHandle } from 'node:fs/promises';

/** What is inside a message's field of variable length, and how it is to be read. */
export type FieldKind =
  /** Not looked into; its bytes are not even read. */
  | 'skip'
  /** A message of that name, whose fields come next. */
  | { readonly message: string }
  /** Handed over as UTF-8. */
  | { readonly text: (value: string) => void };

/** The file is no Protocol Buffers message, or goes beyond what is looked through. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
  /** It may be a message; what the rest of it holds is not known. */
  readonly limit: boolean;

  constructor(problem: string, { limit = false } = {}) {
    super(problem);
    this.limit = limit;
  }
}

/** Protocol Buffers' own default; a reader that follows deeper nesting can be made to run out of stack. */
const maximumDepth = 100;
/** Graphs of name encoders have some ten thousand; more is an attempt to keep the reader busy. */
const maximumFields = 1_000_000;
const maximumTextBytes = 65_536;
const windowBytes = 65_536;
/** A tag and a length, each a variable-length integer of at most ten bytes. */
const longestHeader = 20;

const wire = { varint: 0, fixed64: 1, bytes: 2, groupStart: 3, groupEnd: 4, fixed32: 5 } as const;

interface Frame {
  readonly message: string;
  /** Where the message ends; a group ends with its end mark. */
  readonly end: number;
  readonly group: number | undefined;
}

/**
 * Walks through the messages of a file in Protocol Buffers' wire format
 * (https://protobuf.dev/programming-guides/encoding/) without reading what it is not asked for, so that a model
 * of gigabytes costs a few reads. `kindOf` says what a field of a message holds; `onEnd` comes when a message
 * is over.
 * @throws {ProtobufError}
 */
export async function walkProtobuf(
  file: FileHandle,
  root: string,
  kindOf: (message: string, field: number) => FieldKind,
  onEnd: (message: string) => void,
): Promise<void> {
  const { size } = await file.stat();
  const input = createWindow(file, size);
  const frames: Frame[] = [{ message: root, end: size, group: undefined }];
  for (let fields = 0; frames.length > 0;) {
    const frame = frames.at(-1) as Frame;
    if (input.position >= frame.end) {
      if (input.position > frame.end || frame.group !== undefined) {
        throw new ProtobufError('a message ends in the middle of a field');
      }
      frames.pop();
      onEnd(frame.message);
      continue;
    }
    fields += 1;
    if (fields > maximumFields || frames.length > maximumDepth) {
      throw new ProtobufError('it has more parts than the model of an encoder has', { limit: true });
    }
    await input.load(longestHeader);
    const tag = input.varint();
    const field = Math.floor(tag / 8);
    switch (tag % 8) {
      case wire.varint:
        input.varint();
        break;
      case wire.fixed64:
        input.skip(8);
        break;
      case wire.fixed32:
        input.skip(4);
        break;
      case wire.groupStart:
        frames.push({ message: '', end: frame.end, group: field });
        break;
      case wire.groupEnd:
        if (frame.group !== field) {
          throw new ProtobufError('a group ends that has not begun');
        }
        frames.pop();
        break;
      case wire.bytes: {
        const length = input.varint();
        const end = input.position + length;
        if (end > frame.end) {
          throw new ProtobufError('a field is longer than what holds it');
        }
        const kind = kindOf(frame.message, field);
        if (kind === 'skip') {
          input.skip(length);
        } else if ('message' in kind) {
          frames.push({ message: kind.message, end, group: undefined });
        } else {
          if (length > maximumTextBytes) {
            throw new ProtobufError('it names a file with a name that is too long', { limit: true });
          }
          await input.load(length);
          kind.text(input.text(length));
        }
        break;
      }
      default:
        throw new ProtobufError('it has a field of unknown kind');
    }
  }
}

/** Some bytes of a file in memory, around the place where reading is. */
interface Window {
  readonly position: number;
  /** Makes sure that the next bytes are there, as far as the file has them. */
  load(bytes: number): Promise<void>;
  varint(): number;
  text(bytes: number): string;
  skip(bytes: number): void;
}

function createWindow(file: FileHandle, size: number): Window {
  const buffer = Buffer.allocUnsafe(Math.max(windowBytes, maximumTextBytes));
  let start = 0;
  let loaded = 0;
  let position = 0;
  return {
    get position() {
      return position;
    },
    async load(bytes) {
      const wanted = Math.min(bytes, size - position);
      if (position + wanted <= start + loaded) {
        return;
      }
      start = position;
      loaded = 0;
      while (loaded < wanted) {
        const { bytesRead } = await file.read(buffer, loaded, buffer.length - loaded, start + loaded);
        if (bytesRead === 0) {
          throw new ProtobufError('it became shorter while it was read');
        }
        loaded += bytesRead;
      }
    },
    varint() {
      let value = 0;
      for (let shift = 0; shift < 10; shift++) {
        const offset = position - start;
        if (offset >= loaded) {
          throw new ProtobufError('it ends in the middle of a number');
        }
        const byte = buffer[offset] ?? 0;
        position += 1;
        // Beyond 2^53 it is inexact, and as a length or tag too large in any case.
        value += (byte % 128) * 2 ** (7 * shift);
        if (byte < 128) {
          return value;
        }
      }
      throw new ProtobufError('it has a number that does not end');
    },
    text(bytes) {
      const offset = position - start;
      position += bytes;
      return buffer.toString('utf8', offset, offset + bytes);
    },
    skip(bytes) {
      position += bytes;
    },
  };
}
