import { describe, expect, it } from 'vitest';
import { VocabularyFileError, type SampledFile } from '../../../../src/core/vocabulary/importers/importer.ts';
import { importers } from '../../../../src/core/vocabulary/importers/importers.ts';
import { importVocabulary } from '../../../../src/core/vocabulary/importers/importVocabulary.ts';
import type { ImportProblem } from '../../../../src/core/vocabulary/importProblem.ts';
import { everyFormat, releaseOf, textOf, type Format, type StatedConcept } from './everyFormat.ts';

/** Six concepts in a row, so that one in the midst can be spoilt. */
const concepts: readonly StatedConcept[] = Array.from({ length: 6 }, (_, i) => ({
  id: i + 1,
  name: `grumbling pump ${'abcdef'[i] ?? ''}`,
  ...(i > 0 && { parent: 1 }),
}));
const namesOf = (all: readonly StatedConcept[]): string[] => all.map(({ name }) => name);
const replaced = (at: number, concept: StatedConcept): readonly StatedConcept[] =>
  concepts.map((other, i) => (i === at ? concept : other));

interface ReadRelease {
  readonly curies: readonly string[];
  readonly names: readonly string[];
  readonly problems: readonly ImportProblem[];
  readonly error: VocabularyFileError | undefined;
}

/** Whatever comes, each concept comes once and with a name, and there is no error but one that names its file. */
async function read(files: readonly SampledFile[], format?: string): Promise<ReadRelease> {
  const curies: string[] = [];
  const names: string[] = [];
  const problems: ImportProblem[] = [];
  let error: VocabularyFileError | undefined;
  try {
    for await (const record of importVocabulary(files, { format })) {
      if (record.kind === 'concept') {
        curies.push(record.concept.curie);
        names.push(record.concept.preferredName, ...record.concept.synonyms.map(({ name }) => name));
      } else if (record.kind === 'problem') {
        problems.push(record.problem);
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof VocabularyFileError)) {
      throw thrown;
    }
    error = thrown;
    expect(error.message).toMatch(/^[^:]+: .+\./su);
  }
  expect(new Set(curies).size).toBe(curies.length);
  for (const { file, line, message } of problems) {
    expect(files.map(({ path }) => path)).toContain(file);
    expect(line).toBeGreaterThan(0);
    expect(message).not.toBe('');
  }
  expect(names.every((name) => name.trim() !== '')).toBe(true);
  return { curies, names, problems, error };
}

it('has a release in each format', () => {
  expect(new Set(everyFormat.map(({ format }) => format))).toEqual(
    new Set(importers.map(({ format }) => format)),
  );
});

describe.each(everyFormat)('a release in the form of $what', (format: Format) => {
  const readWith = (content: string | Uint8Array, stated = concepts): Promise<ReadRelease> =>
    read(releaseOf(format, stated, content), format.format);
  const spoilt = replaced(3, { id: 4, name: 'spoilt' });
  const others = namesOf(concepts.filter(({ id }) => id !== 4));

  it('that is as it should be is read without a word', async () => {
    const { curies, names, problems, error } = await read(releaseOf(format, concepts));
    expect({ problems, error }).toEqual({ problems: [], error: undefined });
    expect(curies).toHaveLength(6);
    expect(names).toEqual(expect.arrayContaining(namesOf(concepts)));
  });

  it.runIf(format.hasParents)('whose concepts are their own ancestors is read to its end', async () => {
    const circle = concepts.map((concept) => ({ ...concept, parent: (concept.id % 6) + 1 }));
    const own = concepts.map((concept) => ({ ...concept, parent: concept.id }));
    for (const stated of [circle, own]) {
      expect((await read(releaseOf(format, stated))).names).toEqual(
        expect.arrayContaining(namesOf(concepts)),
      );
    }
  });

  it('keeps its other concepts when one has an identifier that another has', async () => {
    const { names, curies, error } = await read(releaseOf(format, replaced(3, { id: 3, name: 'twin' })));
    expect(error).toBeUndefined();
    expect(curies).toHaveLength(5);
    expect(names).toEqual(expect.arrayContaining(others));
  });

  it('keeps its other concepts when one has no identifier', async () => {
    const { names, error } = await read(releaseOf(format, replaced(3, { id: 0, name: 'nameless' })));
    expect(error).toBeUndefined();
    expect(names).toEqual(expect.arrayContaining(others));
    expect(names).not.toContain('nameless');
  });

  it('keeps its other concepts when one has no name, or ten million letters', async () => {
    for (const name of ['', 'x'.repeat(10_000_000)]) {
      const { names, error } = await read(releaseOf(format, replaced(3, { id: 4, name })));
      expect(error?.message ?? '').toMatch(/^$|longer|large|long/u);
      expect(names).toEqual(expect.arrayContaining(error ? others.slice(0, 2) : others));
    }
  }, 30_000);

  it('says where its text is none, and keeps the concepts around', async () => {
    const latin1 = Buffer.from(textOf(format, replaced(3, { id: 4, name: 'Ménière' })), 'latin1');
    const { names, problems, error } = await readWith(latin1, spoilt);
    expect(problems.length > 0 || error !== undefined).toBe(true);
    expect(names).not.toContain('Ménière');
    expect(names).toEqual(expect.arrayContaining(format.isLines ? others : others.slice(0, 2)));
  });

  it('in UTF-16 is read, or refused', async () => {
    const bytes = Buffer.from(`\uFEFF${textOf(format, concepts)}`, 'utf16le');
    const { names, problems, error } = await readWith(bytes);
    if (error === undefined && problems.length === 0) {
      expect(names).toEqual(expect.arrayContaining(namesOf(concepts)));
    }
  });

  it('that is a web page is refused', async () => {
    const page = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Sign in</body></html>\n';
    const { names, problems, error } = await readWith(page);
    expect(names).toEqual([]);
    expect(problems.length > 0 || error !== undefined).toBe(true);
  });

  it('that has a beginning and nothing else has no concepts', async () => {
    for (const content of [format.before, `${format.before}${format.after}`]) {
      expect((await readWith(content, [])).names).toEqual([]);
    }
  });

  it('that breaks off anywhere gives the concepts before', async () => {
    const whole = Buffer.from(textOf(format, concepts));
    const start = Buffer.byteLength(format.before);
    const all = (await readWith(whole)).curies;
    for (let length = 0; length < whole.length; length += 5) {
      const { curies } = await readWith(whole.subarray(0, length));
      // Cut in its identifier, the last one may be another's.
      const inside = curies.slice(0, -1);
      expect(all).toEqual(expect.arrayContaining(inside));
      const stated = whole.subarray(start, length).toString().split(format.between).length;
      expect(inside.length).toBeGreaterThanOrEqual(Math.min(format.isLines ? stated - 2 : 0, 4));
    }
  }, 60_000);

  it('with a wrong byte anywhere loses that concept at most', async () => {
    const whole = Buffer.from(textOf(format, concepts));
    const start = Buffer.byteLength(format.before);
    for (let at = start; at < whole.length; at += 3) {
      for (const byte of [0xff, (whole[at] ?? 0) ^ 0x01, 0x22]) {
        const changed = Buffer.from(whole);
        changed[at] = byte;
        const { names, error } = await readWith(changed);
        if (format.isLines) {
          expect(error).toBeUndefined();
          // A quotation mark or a lost line end may join two records.
          expect(namesOf(concepts).filter((name) => names.includes(name)).length).toBeGreaterThanOrEqual(4);
        }
      }
    }
  }, 60_000);

  it('with any line left out or written twice is read', async () => {
    const lines = textOf(format, concepts).split('\n');
    const first = format.before.split('\n').length - 1;
    for (let at = first; at < lines.length; at++) {
      const [without, twice] = [lines.toSpliced(at, 1), lines.toSpliced(at, 0, lines[at] ?? '')];
      for (const changed of [without, twice]) {
        const { names, error } = await readWith(changed.join('\n'));
        if (format.isLines) {
          expect(error).toBeUndefined();
          expect(namesOf(concepts).filter((name) => names.includes(name)).length).toBeGreaterThanOrEqual(5);
        }
      }
    }
  });
});
