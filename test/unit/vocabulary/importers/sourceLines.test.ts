import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from '../../../../src/core/vocabulary/importers/sourceLines.ts';
import { memoryFile } from './memoryFiles.ts';

async function read(
  content: string | Uint8Array,
  chunkBytes?: number,
): Promise<{ lines: string[]; problems: string[] }> {
  const lines: string[] = [];
  const problems: string[] = [];
  for await (const batch of readLines(memoryFile('a.txt', content, chunkBytes))) {
    expect(batch.firstLine).toBe(lines.length + 1);
    lines.push(...batch.lines);
    problems.push(...batch.problems.map(({ line, message }) => `${line}: ${message}`));
  }
  return { lines, problems };
}

describe('readLines', () => {
  it.each([
    { content: '', lines: [] },
    { content: 'a', lines: ['a'] },
    { content: 'a\n', lines: ['a'] },
    { content: 'a\r\nb\rc\n\nd', lines: ['a', 'b', 'c', '', 'd'] },
    { content: '\r\n\r\n', lines: ['', ''] },
    { content: '\uFEFFa\nb', lines: ['a', 'b'] },
  ])('of $content', async ({ content, lines }) => {
    expect(await read(content)).toEqual({ lines, problems: [] });
  });

  it('are the same wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'é', '𝛂', '\r', '\n', '\r\n')),
        fc.integer({ min: 1, max: 7 }),
        async (parts, chunkBytes) => {
          const content = parts.join('');
          expect((await read(content, chunkBytes)).lines).toEqual((await read(content)).lines);
        },
      ),
    );
  });

  it('are read as UTF-16 when the file begins so', async () => {
    const content = Buffer.from('\uFEFFnaïve\r\nβ', 'utf16le');
    expect((await read(content, 3)).lines).toEqual(['naïve', 'β']);
    expect((await read(content.swap16(), 3)).lines).toEqual(['naïve', 'β']);
  });

  it('leaves out what is no text, and says where', async () => {
    const { lines, problems } = await read(Buffer.from('good\nna\xefve\nbinary\0\nalso good', 'latin1'));
    expect(lines).toEqual(['good', '', '', 'also good']);
    expect(problems).toEqual([expect.stringMatching(/^2: .*UTF-8/u), expect.stringMatching(/^3: .*UTF-8/u)]);
  });

  it('takes a line whose lost letter the publisher replaced', async () => {
    const content = 'good\nna\uFFFDve\nalso good';
    expect(await read(content)).toEqual({ lines: content.split('\n'), problems: [] });
  });

  it.each([1_000, 65_536, 20_000_000])('leaves out a line of 10 MB, in chunks of %i', async (chunkBytes) => {
    const { lines, problems } = await read(
      `a\n${'x'.repeat(10_000_000)}\nb\n${'y'.repeat(2_000_000)}`,
      chunkBytes,
    );
    expect(lines).toEqual(['a', '', 'b', '']);
    expect(problems).toEqual([
      expect.stringMatching(/^2: .*longer/u),
      expect.stringMatching(/^4: .*longer/u),
    ]);
  });
});
