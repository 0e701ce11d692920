import { SaxesParser } from 'saxes';
import { VocabularyFileError, type SourceFile } from '../importer.ts';
import { decodeXml } from './decodeXml.ts';
import type { XmlElement } from './xmlElement.ts';

type OpenElement = XmlElement & { text: string; readonly children: XmlElement[] };

/** No vocabulary nests deeper; whoever walks an element does so by recursion. */
const deepest = 100;

/**
 * The wanted elements of an XML file, each when its end tag is read, and before them the root, empty. An element
 * inside of a wanted one is part of that one. The document type is not read: neither entities of its own nor
 * external ones are known, so nothing is fetched and nothing multiplies.
 *
 * @throws {VocabularyFileError} where the XML is not well-formed, after the elements that end before.
 */
export async function* readElements(
  file: SourceFile,
  isWanted: (name: string, parentName: string | undefined) => boolean,
  signal?: AbortSignal,
): AsyncGenerator<XmlElement> {
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

  for await (const text of decodeXml(file, signal)) {
    parser.write(text);
    yield* read;
    read = [];
    throwIfDamaged(file, failure, parser.line);
  }
  parser.close();
  yield* read;
  throwIfDamaged(file, failure, parser.line);
}

function throwIfDamaged(file: SourceFile, failure: Error | undefined, lastLine: number): void {
  if (failure !== undefined) {
    const [, line = lastLine, what = failure.message] = /^(\d+):\d+: (.*)$/su.exec(failure.message) ?? [];
    throw new VocabularyFileError(
      file.path,
      `Line ${line}: the XML is damaged (${what}). What stands before was read; get the file again.`,
      { cause: failure },
    );
  }
}
