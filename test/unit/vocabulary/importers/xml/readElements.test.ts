import { describe, expect, it } from 'vitest';
import { VocabularyFileError } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { readElements } from '../../../../../src/core/vocabulary/importers/xml/readElements.ts';
import { textsAt, type XmlElement } from '../../../../../src/core/vocabulary/importers/xml/xmlElement.ts';
import { memoryFile } from '../memoryFiles.ts';

async function read(
  content: string | Uint8Array,
  chunkBytes?: number,
): Promise<{ elements: XmlElement[]; failure: unknown }> {
  const elements: XmlElement[] = [];
  try {
    const file = memoryFile('a.xml', content, chunkBytes);
    for await (const element of readElements(file, (name, parent) => name === 'b' && parent === 'a')) {
      elements.push(element);
    }
  } catch (failure) {
    return { elements, failure };
  }
  return { elements, failure: undefined };
}

describe('readElements', () => {
  it.each([1, 7, 300, 65_536])('gives the root and what is wanted, in chunks of %i', async (chunkBytes) => {
    const xml =
      '<?xml version="1.0"?>\n<a x="1">\n<c><b>no</b></c><b y="é">o&amp;n <![CDATA[<e>]]><d> t\nwo </d></b>\n</a>';
    const { elements, failure } = await read(xml, chunkBytes);
    expect(failure).toBeUndefined();
    expect(elements).toEqual([
      { name: 'a', attributes: { x: '1' }, text: '', children: [], line: 2 },
      {
        name: 'b',
        attributes: { y: 'é' },
        text: 'o&n <e>',
        children: [{ name: 'd', attributes: {}, text: ' t\nwo ', children: [], line: 3 }],
        line: 3,
      },
    ]);
    expect(textsAt(elements[1] as XmlElement, ['d'])).toEqual(['t wo']);
  });

  it.each<[string, Uint8Array]>([
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFF<?xml version="1.0"?><a><b>naïve</b></a>')],
    ['UTF-16', Buffer.from('\uFEFF<?xml version="1.0" encoding="UTF-16"?><a><b>naïve</b></a>', 'utf16le')],
    ['ISO-8859-1', Buffer.from("<?xml version='1.0' encoding='ISO-8859-1'?><a><b>naïve</b></a>", 'latin1')],
  ])('reads %s', async (_, bytes) => {
    const { elements, failure } = await read(bytes, 3);
    expect(failure).toBeUndefined();
    expect(elements[1]?.text).toBe('naïve');
  });

  it.each([
    ['cut off', '<a>\n<b>1</b>\n<b>2', 3],
    ['not closed in order', '<a>\n<b>1</b>\n<b><c>2</b></c></a>', 3],
    ['cut at an end tag', '<a>\n<b>1</b>\n', 3],
    ['with an entity of its own', '<!DOCTYPE a [<!ENTITY e "eeee">]><a>\n<b>1</b>\n<b>&e;</b></a>', 3],
    ['with something behind it', '<a>\n<b>1</b>\n</a><b/>', 3],
  ])('gives what stands before the damage when it is %s', async (_, xml, line) => {
    const { elements, failure } = await read(xml);
    expect(elements.slice(1).map(({ text }) => text)).toEqual(['1']);
    expect(failure).toBeInstanceOf(VocabularyFileError);
    expect(String(failure)).toMatch(new RegExp(`a\\.xml: Line ${line}: `, 'u'));
  });

  it('refuses what is nested too deep to walk, and an encoding that nobody knows', async () => {
    const deep = await read(`<a>${'<b>'.repeat(100_000)}`);
    expect(String(deep.failure)).toMatch(/nested more than/u);
    const unknown = await read('<?xml version="1.0" encoding="klingon"?><a/>');
    expect(String(unknown.failure)).toMatch(/klingon/u);
    expect(unknown.failure).toBeInstanceOf(VocabularyFileError);
  });

  it('asks for no external entity', async () => {
    const { failure } = await read(
      '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<a><b>&e;</b></a>',
    );
    expect(String(failure)).toMatch(/undefined entity/u);
  });
});
