import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { readMeshTerms } from '../../bench/meshTerms.ts';
import { openModelFolder } from '../../src/core/encoder/model/modelFolder.ts';
import { createNameTokenizer, type NameTokenizer } from '../../src/core/encoder/model/nameTokenizer.ts';
import { bundledModelFolder } from './bundledEncoder.ts';

/*
 * Token ids against Hugging Face's own `tokenizers`, which wrote the files read here
 * (`reference/tokenReference.py`), with the bundled encoder's tokenizer. Of names that are not ours and of all of
 * Unicode only digests are kept, one a block.
 */

const blocksSchema = z.object({ blockSize: z.number(), digests: z.array(z.string()).min(30) });
const digests = z
  .object({
    tokenizer: z.string(),
    maximumTokens: z.number(),
    names: blocksSchema.extend({ step: z.number(), count: z.number().min(20_000) }),
    codePoints: blocksSchema.extend({ ranges: z.string() }),
  })
  .parse(readReference('tokenDigests.json'));
const corners = z
  .object({ cases: z.array(z.object({ what: z.string(), name: z.string(), ids: z.string() })).min(150) })
  .parse(readReference('tokenCorners.json'));

let tokenize: NameTokenizer;
beforeAll(async () => {
  const file = readFileSync(join(bundledModelFolder, 'tokenizer.json'));
  expect(sha256(file), 'made with another tokenizer.json: run reference/tokenReference.py').toBe(
    digests.tokenizer,
  );
  const folder = await openModelFolder(bundledModelFolder);
  expect(folder.maximumTokens).toBe(digests.maximumTokens);
  tokenize = createNameTokenizer(folder);
});

describe('token ids are those of the reference', () => {
  test.each(corners.cases)('$what', ({ name, ids }) => {
    expect(tokenize(name).join(' ')).toBe(ids);
  });

  // Characters that Unicode has classed otherwise since its version 8, whose tables the reference has, are left out.
  test('of every other character, within a word and alone', () => {
    const { ranges, blockSize, digests: expected } = digests.codePoints;
    const characters = ranges.split(' ').flatMap((range) => {
      const [first = 0, last = 0] = range.split('-').map((point) => Number.parseInt(point, 16));
      return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
    });
    expect(characters.length).toBeGreaterThan(150_000);
    expectDigests(
      characters.map((character) => `a${character}b ${character} c`),
      blockSize,
      expected,
    );
  });

  const { step, count, blockSize, digests: ofNames } = digests.names;
  const names = readMeshTerms(step);
  const skipped = names ? '' : ' (skipped: ../shared/data/mesh-desc is not on this machine)';
  test.skipIf(!names)(`of ${count} names of MeSH${skipped}`, () => {
    expect(names).toHaveLength(count);
    expectDigests(names ?? [], blockSize, ofNames);
  });
});

/** The blocks whose ids differ, each by its first and last name: none. */
function expectDigests(names: readonly string[], blockSize: number, expected: readonly string[]): void {
  const blocks = Array.from({ length: Math.ceil(names.length / blockSize) }, (_, i) =>
    names.slice(i * blockSize, (i + 1) * blockSize),
  );
  expect(blocks).toHaveLength(expected.length);
  const differing = blocks.flatMap((block, i) => {
    const lines = block.map((name) => `${tokenize(name).join(' ')}\n`).join('');
    return sha256(lines).startsWith(expected[i] ?? '')
      ? []
      : [{ block: i, from: block[0], to: block.at(-1) }];
  });
  expect(differing).toEqual([]);
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function readReference(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}
