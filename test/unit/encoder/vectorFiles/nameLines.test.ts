import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NameListError, readNameLines } from '../../../../src/core/encoder/vectorFiles/nameLines.ts';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
  }
}

async function readAll(bytes: Buffer, { chunk = 3, window = 2 } = {}): Promise<string[]> {
  const lines = readNameLines('names.txt', inChunks(bytes, chunk));
  const names: string[] = [];
  let read = 0;
  for (;;) {
    const { names: some, bytes: size } = await lines.next(window);
    if (some.length === 0) {
      expect(read).toBe(bytes.length);
      return names;
    }
    expect(some.length).toBeLessThanOrEqual(window);
    names.push(...some);
    read += size;
  }
}

describe('name i is line i', () => {
  test.each<[string, string, string[]]>([
    ['nothing', '', []],
    ['one line', 'pain\n', ['pain']],
    ['a last line without newline', 'pain\nfever', ['pain', 'fever']],
    ['empty lines', '\npain\n\n\nfever\n\n', ['', 'pain', '', '', 'fever', '']],
    ['the line ends of Windows', 'pain\r\n\r\nfever\r\n', ['pain', '', 'fever']],
    ['Windows, last line without newline', 'pain\r\nfever\r', ['pain', 'fever']],
    ['a byte order mark', '\ufeffpain\n', ['pain']],
    ['a byte order mark alone', '\ufeff', ['']],
    ['a mark in a later line belongs to the name', 'a\n\ufeffb\n', ['a', '\ufeffb']],
    ['spaces stay', ' a b \n', [' a b ']],
    ['several bytes a character', 'Ménière 病 🤧\nβ\n', ['Ménière 病 🤧', 'β']],
  ])('%s', async (_, text, names) => {
    for (const chunk of [1, 2, 3, 1_000]) {
      expect(await readAll(Buffer.from(text), { chunk })).toEqual(names);
    }
  });

  test('whatever the names, chunks and windows', async () => {
    const name = fc.string({ unit: 'grapheme' }).filter((text) => !/[\n\r\0\ufeff]/u.test(text));
    await fc.assert(
      fc.asyncProperty(
        fc.array(name),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 5 }),
        async (names, chunk, window) => {
          const text = names.map((some) => `${some}\n`).join('');
          expect(await readAll(Buffer.from(text), { chunk, window })).toEqual(names);
        },
      ),
    );
  });
});

describe('what is no list of names is refused with its line', () => {
  test.each<[string, Buffer, string]>([
    ['latin1', Buffer.from('pain\nfever\nM\xe9ni\xe8re\nx', 'latin1'), 'line 3: the line is no UTF-8 text'],
    ['half a character at the end', Buffer.from([0x61, 0x0a, 0xc3]), 'line 2: the line is no UTF-8 text'],
    ['UTF-16', Buffer.from('pain\n', 'utf16le'), 'line 1: the line holds a NUL'],
    ['a very long line', Buffer.alloc((1 << 20) + 1, 'a'), 'line 1: the line is longer than 1 MiB'],
  ])('%s', async (_, bytes, problem) => {
    const reading = readAll(bytes, { chunk: 1 << 16 });
    await expect(reading).rejects.toThrow(NameListError);
    await expect(reading).rejects.toThrow(`names.txt, ${problem}`);
  });

  test('a line that goes on and on is refused before it fills the memory', async () => {
    let produced = 0;
    async function* longLine(): AsyncGenerator<Buffer> {
      for (let chunk = 0; chunk < 64; chunk++) {
        produced += 1 << 16;
        yield await Promise.resolve(Buffer.alloc(1 << 16, 'a'));
      }
    }
    await expect(readNameLines('-', longLine()).next(1)).rejects.toThrow('longer than 1 MiB');
    expect(produced).toBeLessThan(2 << 20);
  });

  test('the lines before it are given out, and the rest is not read ahead', async () => {
    const lines = readNameLines('names.txt', inChunks(Buffer.from('a\nb\nc\n\xff\n', 'latin1'), 2));
    expect((await lines.next(3)).names).toEqual(['a', 'b', 'c']);
    await expect(lines.next(3)).rejects.toThrow('line 4');
  });
});
