import { Tokenizer, TokenParser, TokenType } from '@streamparser/json';
import { VocabularyFileError, type SourceFile } from '../importer.ts';

/** A value inside a JSON file. */
export interface JsonElement {
  /** Its keys from the file's outermost value inwards: `['graphs', 0, 'nodes', 17]`. */
  readonly keys: readonly (string | number)[];
  readonly value: unknown;
  /** On which it begins. */
  readonly line: number;
}

/** Deeper than anything but a file that was made to exhaust memory. */
const maximumDepth = 200;
const longestText = 16_000_000;

/**
 * The values at some places of a JSON file, one after the other; the rest is passed over and not held.
 * @param paths such as `$.graphs.*.nodes.*`.
 * @throws {VocabularyFileError} where it is no JSON, after what stands before that place.
 */
export async function* readJsonElements(
  file: SourceFile,
  paths: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<JsonElement> {
  const found: JsonElement[] = [];
  const lines = createLineCounter();
  /** Where the objects and arrays begin that are open, and the one that was closed last. */
  const begins: number[] = [];
  let closed: number | undefined;
  let lastToken = 0;
  const values = new TokenParser({ paths: [...paths], keepStack: false });
  const tokens = new Tokenizer();
  keepByteOrderMarks(tokens);
  tokens.onToken = (token) => {
    lastToken = token.offset;
    closed = undefined;
    if (token.token === TokenType.LEFT_BRACE || token.token === TokenType.LEFT_BRACKET) {
      begins.push(lines.lineAt(token.offset));
    } else if (token.token === TokenType.RIGHT_BRACE || token.token === TokenType.RIGHT_BRACKET) {
      closed = begins.pop();
    }
    if (begins.length > maximumDepth) {
      throw new Error(`more than ${maximumDepth} levels`);
    }
    values.write(token);
  };
  values.onValue = ({ value, key, stack }) => {
    const keys = [...stack.slice(1).map((level) => level.key), key].filter((part) => part !== undefined);
    found.push({ keys, value, line: closed ?? lines.lineAt(lastToken) });
  };
  const attempt = (step: () => void): VocabularyFileError | undefined => {
    try {
      step();
      return undefined;
    } catch (error) {
      // The library throws plain errors; nothing else is called here.
      return damagedError(file.path, lines.lineAt(lastToken), error as Error);
    }
  };
  let bytes = 0;
  for await (const chunk of file.read()) {
    signal?.throwIfAborted();
    bytes += chunk.length;
    lines.add(chunk);
    const failure = attempt(() => {
      tokens.write(chunk);
      if (bytes - lastToken > longestText + chunk.length) {
        throw new Error('a text without end');
      }
    });
    yield* found.splice(0);
    if (failure) {
      throw failure;
    }
  }
  const failure = attempt(() => {
    tokens.end();
    if (!values.isEnded) {
      values.end();
    }
  });
  yield* found.splice(0);
  if (failure) {
    throw failure;
  }
}

/**
 * @streamparser/json 0.0.26 decodes a text in pieces and drops U+FEFF at the beginning of each, which moves every
 * offset behind it. There is no option for that; test/unit/annotation/formats tells when its insides have changed.
 */
function keepByteOrderMarks(tokens: Tokenizer): void {
  const text: unknown = Reflect.get(tokens, 'bufferedString');
  if (text instanceof Object) {
    Reflect.set(text, 'decoder', new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }));
  }
}

function damagedError(file: string, line: number, cause: Error): VocabularyFileError {
  return new VocabularyFileError(
    file,
    `the file is cut off, or no JSON, at line ${line} (${cause.message.slice(0, 200)}). Download or copy it again.`,
    { cause },
  );
}

/** Offsets are asked for in the order of the file, so nothing is counted twice. */
function createLineCounter(): { add(chunk: Uint8Array): void; lineAt(offset: number): number } {
  const lineFeed = 0x0a;
  let line = 1;
  let counted = 0;
  let chunk: Uint8Array = new Uint8Array();
  let start = 0;
  const countTo = (offset: number): void => {
    for (; counted < Math.min(offset, start + chunk.length); counted++) {
      if (chunk[counted - start] === lineFeed) {
        line += 1;
      }
    }
  };
  return {
    add(next) {
      countTo(start + chunk.length);
      start += chunk.length;
      chunk = next;
    },
    lineAt(offset) {
      countTo(offset);
      return line;
    },
  };
}
