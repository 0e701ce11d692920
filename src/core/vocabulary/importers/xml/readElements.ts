import { SaxesParser } from 'saxes';
import { VocabularyFileError, type SourceFile } from '../importer.ts';
import { decodeXml } from './decodeXml.ts';
import type { XmlElement } from './xmlElement.ts';

type OpenElement = XmlElement & { text: string; readonly children: XmlElement[] };

/** No vocabulary nests deeper; whoever walks an element does so by recursion. */
const deepest = 100;

/** Which elements are asked for, by their names and their parents'. */
export type WantedElement = (name: string, parentName: string | undefined) => boolean;

/** Takes an XML text in pieces. */
export interface ElementParser {
  /** The elements that end in it. */
  write(text: string): readonly XmlElement[];
  close(): readonly XmlElement[];
  /** Where the XML is not well-formed; nothing is read behind that. */
  readonly damage: { readonly line: number; readonly what: string; readonly cause: Error } | undefined;
}

/**
 * The wanted elements of an XML file, each when its end tag is read, and before them the root, empty. An element
 * inside of a wanted one is part of that one. The document type is not read: neither entities of its own nor
 * external ones are known, so nothing is fetched and nothing multiplies.
 *
 * @throws {VocabularyFileError} where the XML is not well-formed, after the elements that end before.
 */
export async function* readElements(
  file: SourceFile,
  isWanted: WantedElement,
  signal?: AbortSignal,
): AsyncGenerator<XmlElement> {
  const parser = createElementParser(isWanted);
  for await (const text of decodeXml(file, signal)) {
    yield* parser.write(text);
    throwIfDamaged(file, parser);
  }
  yield* parser.close();
  throwIfDamaged(file, parser);
}

/** As `readElements` reads, for a text that is there already. */
export function createElementParser(isWanted: WantedElement): ElementParser {
  let read: XmlElement[] = [];
  let failure: Error | undefined;
  const open: string[] = [];
  const building: OpenElement[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    failure ??= error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const parent = open.at(-1);
    open.push(name);
    if (open.length > deepest) {
      failure ??= new Error(`elements are nested more than ${deepest} deep`);
    }
    const element = { name, attributes, text: '', children: [], line: parser.line };
    if (building.length > 0 || isWanted(name, parent)) {
      building.push(element);
    } else if (parent === undefined && failure === undefined) {
      read.push(element);
    }
  });
  const addText = (text: string): void => {
    const element = building.at(-1);
    if (element !== undefined) {
      element.text += text;
    }
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
    const element = building.pop();
    // The parser goes on after an error; what it makes of the rest is not what stands there.
    if (element !== undefined && failure === undefined) {
      (building.at(-1)?.children ?? read).push(element);
    }
  });
  const takeRead = (): readonly XmlElement[] => {
    const taken = read;
    read = [];
    return taken;
  };
  return {
    write(text) {
      parser.write(text);
      return takeRead();
    },
    close() {
      parser.close();
      return takeRead();
    },
    get damage() {
      if (failure === undefined) {
        return undefined;
      }
      const [, line, what = failure.message] = /^(\d+):\d+: (.*)$/su.exec(failure.message) ?? [];
      return { line: Number(line ?? parser.line), what, cause: failure };
    },
  };
}

function throwIfDamaged(file: SourceFile, { damage }: ElementParser): void {
  if (damage !== undefined) {
    throw new VocabularyFileError(
      file.path,
      `Line ${damage.line}: the XML is damaged (${damage.what}). What stands before was read; get the file again.`,
      { cause: damage.cause },
    );
  }
}
