import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isCurie } from '../../../../src/core/vocabulary/importers/curies.ts';
import { VocabularyFileError, type SampledFile } from '../../../../src/core/vocabulary/importers/importer.ts';
import { importVocabulary } from '../../../../src/core/vocabulary/importers/importVocabulary.ts';
import { openSource } from '../../../../src/core/vocabulary/importers/openSource.ts';
import { tarGz, zip } from '../../encoder/catalogue/archives.ts';
import { memoryFile } from './memoryFiles.ts';

const numbers = Array.from({ length: 40 }, (_, i) => i + 1);

const graph = {
  nodes: numbers.map((n) => ({
    id: `http://purl.obolibrary.org/obo/AA_${n}`,
    lbl: `näme ${n}`,
    type: 'CLASS',
    meta: { synonyms: [{ pred: 'hasExactSynonym', val: `other ${n}` }], xrefs: [{ val: `MSH:D${n}` }] },
  })),
  edges: numbers.map((n) => ({ sub: `AA:${n}`, pred: 'is_a', obj: `AA:${n % 7}` })),
};

const term = (n: number): string =>
  `[Term]\nid: A:${n}\nname: näme ${n}\ndef: "Text \\"${n}\\"." []\nsynonym: "other ${n}" EXACT ABBREVIATION []\n` +
  `xref: MSH:D${n} "x" {a="b"} ! c\nis_a: A:${n % 7} ! parent\n`;

/** Forty concepts in each format. */
const samples: readonly { format: string; form: string; text: string }[] = [
  { format: 'obo', form: '', text: `format-version: 1.4\nontology: a\n\n${numbers.map(term).join('\n')}` },
  { format: 'obo-graphs', form: '', text: JSON.stringify({ graphs: [graph] }, null, 1) },
  {
    format: 'concept-table',
    form: '',
    text: `curie\tpreferredName\tsynonyms\tabbreviations\tsemanticType\tdefinition\n${numbers
      .map((n) => `A:${n}\tnäme ${n}\tother ${n}|more\tN${n}\tKind\tText.\n`)
      .join('')}`,
  },
  {
    format: 'biosyn',
    form: '',
    text: numbers.flatMap((n) => [`A:${n}||näme ${n}\n`, `A:${n}|B:${n}||other ${n}\n`]).join(''),
  },
  {
    format: 'table',
    form: 'TSV',
    text: `id\tname\tsynonyms\n${numbers.map((n) => `A:${n}\tnäme ${n}\tother|more\n`).join('')}`,
  },
  {
    format: 'table',
    form: 'CSV',
    text: `id,name,def\n${numbers.map((n) => `A:${n},näme ${n},"a ""b"", c"\n`).join('')}`,
  },
  {
    format: 'table',
    form: 'JSON Lines',
    text: numbers.map((n) => `{"id":"A:${n}","name":"näme ${n}","synonyms":["other"]}\n`).join(''),
  },
];

interface Edit {
  /** Of the length. */
  readonly at: number;
  apply(content: Buffer): Buffer;
}

/** Bytes that mean something to one format or another, and any others. */
const pieces = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(...'\n \r \t " \\ { } [ ] | || , : ! # \0 \uFEFF [Term]\n id: PK'.split(' '))
    .map((text) => Buffer.from(text)),
);

const edits: fc.Arbitrary<Edit> = fc
  .record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    piece: pieces,
    kind: fc.constantFrom('insert', 'replace', 'flip', 'cut', 'repeat'),
  })
  .map(({ at, piece, kind }) => ({
    at,
    apply(content) {
      const place = Math.floor(at * content.length);
      const before = content.subarray(0, place);
      const after = content.subarray(place);
      switch (kind) {
        case 'cut':
          return before;
        case 'repeat':
          return Buffer.concat([content, after]);
        case 'flip':
          return Buffer.concat([before, after.subarray(0, 1).map((byte) => byte ^ 0x20), after.subarray(1)]);
        case 'insert':
        case 'replace':
          return Buffer.concat([before, piece, after.subarray(kind === 'replace' ? piece.length : 0)]);
      }
    },
  }));

function applyAll(content: Buffer, several: readonly Edit[]): Buffer {
  return several.reduce((bytes, { apply }) => apply(bytes).subarray(0, 60_000), content);
}

/** Whose identifiers come, each once and with a name, before the end or the only error there may be. */
async function readCuries(files: readonly SampledFile[], format?: string): Promise<string[]> {
  const curies: string[] = [];
  try {
    for await (const record of importVocabulary(files, { format })) {
      if (record.kind === 'concept') {
        expect(isCurie(record.concept.curie)).toBe(true);
        expect(record.concept.preferredName.trim()).not.toBe('');
        curies.push(record.concept.curie);
      } else if (record.kind === 'problem') {
        expect(record.problem.message).not.toBe('');
        expect(record.problem.line).toBeGreaterThan(0);
      }
    }
  } catch (error) {
    if (!(error instanceof VocabularyFileError)) {
      throw error;
    }
    expect(error.message).toMatch(/^[^:]+: .+\./su);
  }
  expect(new Set(curies).size).toBe(curies.length);
  return curies;
}

describe.each(samples)('a damaged file of $format $form', ({ format, text }) => {
  const content = Buffer.from(text);

  it('gives concepts, problems or a VocabularyFileError, and each concept once', async () => {
    expect(await readCuries([memoryFile('a', content)])).toHaveLength(40);
    await fc.assert(
      fc.asyncProperty(
        fc.array(edits, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 999 }),
        async (several, chunkBytes) => {
          const file = memoryFile('a', applyAll(content, several), chunkBytes);
          await readCuries([file]);
          await readCuries([file], format);
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('keeps the concepts before the damage', async () => {
    const whole = await readCuries([memoryFile('a', content)]);
    await fc.assert(
      fc.asyncProperty(edits, async ({ at, apply }) => {
        // So much makes the format known; the concepts about the damage may be lost.
        fc.pre(at > 0.25);
        const curies = await readCuries([memoryFile('a', apply(content), 100)], format);
        expect(curies).toEqual(expect.arrayContaining(whole.slice(0, Math.floor(at * 40) - 4)));
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe('a damaged archive', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'termlens-damaged-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const text = samples[0]?.text ?? '';
  it.each([
    { what: 'gzip', bytes: gzipSync(text) },
    { what: 'zip', bytes: zip([{ name: 'a.obo', content: text }]) },
    { what: 'tar.gz', bytes: tarGz([{ name: 'a.obo', content: text }]) },
  ])(
    '($what) gives its files or a VocabularyFileError',
    async ({ bytes }) => {
      const path = join(folder, 'archive');
      await fc.assert(
        fc.asyncProperty(fc.array(edits, { minLength: 1, maxLength: 4 }), async (several) => {
          writeFileSync(path, applyAll(bytes, several));
          try {
            await readCuries(await openSource(path));
          } catch (error) {
            expect(error).toBeInstanceOf(VocabularyFileError);
          }
        }),
        { numRuns: 150 },
      );
    },
    60_000,
  );
});
