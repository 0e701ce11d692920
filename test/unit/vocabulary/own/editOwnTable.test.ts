import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conceptTableColumns } from '../../../../src/core/vocabulary/importConceptTable.ts';
import {
  withConcept,
  withSynonym,
  type OwnConcept,
} from '../../../../src/core/vocabulary/own/editOwnTable.ts';
import { OwnConceptError, OwnTableError } from '../../../../src/core/vocabulary/own/ownTableErrors.ts';
import { readOwnRows } from '../../../../src/core/vocabulary/own/readOwnRows.ts';

const file = 'concepts.tsv';
const header = conceptTableColumns.join('\t');
const infarction = {
  curie: 'MESH:D009203',
  preferredName: 'Myocardial Infarction',
  semanticTypes: ['Disorder'],
  definition: 'Theirs, and not ours to keep.',
};

function concept(curie: string, changes: Partial<OwnConcept> = {}): OwnConcept {
  return {
    curie,
    preferredName: `name of ${curie}`,
    synonyms: [],
    abbreviations: [],
    semanticTypes: [],
    ...changes,
  };
}

const line = (...cells: readonly string[]): string =>
  conceptTableColumns.map((_, i) => cells[i] ?? '').join('\t');
const table = (...rows: readonly string[]): string => `${[header, ...rows].join('\n')}\n`;

describe('withConcept', () => {
  it('makes a table where there is none', () => {
    const added = concept('LOCAL:0001', {
      preferredName: 'Zwickel pump',
      synonyms: ['pump of Zwickel', 'Zwickel'],
      abbreviations: ['ZP'],
      semanticTypes: ['Device'],
      definition: 'A pump.',
    });
    expect(withConcept('', file, added)).toBe(
      table('LOCAL:0001\tZwickel pump\tpump of Zwickel|Zwickel\tZP\tDevice\tA pump.'),
    );
  });

  it.each([
    ['at the end', 'LOCAL:0009', [0, 1, 2]],
    ['between others', 'LOCAL:0003', [0, 2, 1]],
    ['before all', 'A:1', [2, 0, 1]],
  ])('puts a row %s, in its sorted place', (_, curie, order) => {
    const rows = [line('LOCAL:0001', 'one'), line('LOCAL:0005', 'five'), line(curie, `name of ${curie}`)];
    const after = withConcept(table(...rows.slice(0, 2)), file, concept(curie));
    expect(after).toBe(table(...order.map((i) => rows[i] ?? '')));
  });

  it('keeps to the line ends, the byte order mark and the columns of the table', () => {
    const before = '\uFEFFnote\tpreferredName\tcurie\r\nmine\tone\tLOCAL:0001';
    expect(withConcept(before, file, concept('LOCAL:0002', { preferredName: 'two' }))).toBe(
      `${before}\r\n\ttwo\tLOCAL:0002`,
    );
  });

  it('adds the columns below comments that stand alone', () => {
    expect(withConcept('# ours', file, concept('LOCAL:0001'))).toBe(
      `# ours\n${header}\n${line('LOCAL:0001', 'name of LOCAL:0001')}\n`,
    );
  });

  it.each<[string, OwnConcept]>([
    ['an identifier that is none', concept('LOCAL 1')],
    ['no name', concept('LOCAL:0002', { preferredName: '' })],
    ['a name of signs alone', concept('LOCAL:0002', { preferredName: '–' })],
    ['a tab in a name', concept('LOCAL:0002', { preferredName: 'a\tb' })],
    ['a line end in a synonym', concept('LOCAL:0002', { synonyms: ['a\nb'] })],
    ['a bar in a synonym', concept('LOCAL:0002', { synonyms: ['a|b'] })],
    ['a name without an end', concept('LOCAL:0002', { preferredName: 'a'.repeat(501) })],
    ['a line end in a definition', concept('LOCAL:0002', { definition: 'a\nb' })],
    ['an identifier that is taken', concept('LOCAL:0001')],
  ])('refuses %s', (_, added) => {
    expect(() => withConcept(table(line('LOCAL:0001', 'one')), file, added)).toThrow(OwnConceptError);
  });

  it.each([
    ['both sides of a conflict', table('<<<<<<< HEAD', line('A:1', 'a'), '=======', '>>>>>>> theirs')],
    ['no header', 'once upon a time\nthere was a file\n'],
    ['no column for it', 'curie\tpreferredName\n'],
  ])('leaves alone a table with %s', (_, before) => {
    const added = concept('LOCAL:0002', { synonyms: ['two'] });
    expect(() => withConcept(before, file, added)).toThrow(OwnTableError);
  });
});

describe('withSynonym', () => {
  it('gives a concept of another vocabulary a row with its identifier, name and types', () => {
    const after = withSynonym('', file, infarction, { name: 'heart zap', abbreviation: false });
    expect(after).toBe(table('MESH:D009203\tMyocardial Infarction\theart zap\t\tDisorder\t'));
    expect(withSynonym(after, file, infarction, { name: 'HZ', abbreviation: true })).toBe(
      table('MESH:D009203\tMyocardial Infarction\theart zap\tHZ\tDisorder\t'),
    );
  });

  it('adds to the names of a row, also of one that ends early', () => {
    const before = table('LOCAL:0001\tone\ta | b', 'LOCAL:0002\ttwo');
    const first = { curie: 'LOCAL:0001', preferredName: 'one', semanticTypes: [] };
    const second = { curie: 'LOCAL:0002', preferredName: 'two', semanticTypes: [] };
    const once = withSynonym(before, file, first, { name: 'c', abbreviation: false });
    expect(withSynonym(once, file, second, { name: 'd', abbreviation: false })).toBe(
      table('LOCAL:0001\tone\ta | b|c', 'LOCAL:0002\ttwo\td'),
    );
  });

  it('changes nothing for a name that is there', () => {
    const before = table(line('MESH:D009203', 'Myocardial Infarction', 'heart zap'));
    for (const name of ['Heart-Zap', 'myocardial infarction']) {
      expect(withSynonym(before, file, infarction, { name, abbreviation: false })).toBe(before);
    }
  });
});

describe('any table', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[\t\r\n]/gu, ' '));
  const ownId = fc.integer({ min: 1, max: 5 });
  const anyLine = fc.oneof(
    fc.array(cell, { maxLength: 9 }).map((cells) => cells.join('\t')),
    fc.tuple(ownId, cell).map(([id, name]) => `LOCAL:${id}\tx${name}\ta | b \t\t\t\t ${name} `),
    cell.map((text) => `# ${text}`),
  );
  const anyTable = fc
    .tuple(fc.array(anyLine, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
    .map(([lines, end, ended]) => [`${header}\tnote`, ...lines].join(end) + (ended ? end : ''));
  const splitLines = (text: string): string[] => text.split(/\r\n|\n|\r/u);

  it('keeps every byte, but for the row that is added', () => {
    fc.assert(
      fc.property(anyTable, fc.integer({ min: 100, max: 999 }), (before, id) => {
        const curie = `LOCAL:${id}`;
        const after = withConcept(before, file, concept(curie, { synonyms: ['Σ'] }));
        const lines = splitLines(after);
        const index = lines.findIndex((text) => text.startsWith(`${curie}\t`));
        const end = before.includes('\r\n') ? '\r\n' : '\n';
        const row = lines[index] ?? '';
        const removals = [after.replace(`${row}${end}`, ''), after.replace(`${end}${row}`, '')];
        expect(removals).toContain(before);
        const concepts = readOwnRows(lines, file).rows.map((read) => read.concept);
        expect(concepts.filter((read) => read.curie !== curie)).toEqual(
          readOwnRows(splitLines(before), file).rows.map((read) => read.concept),
        );
        expect(concepts.find((read) => read.curie === curie)?.synonyms).toEqual([
          { name: 'Σ', scope: 'exact', abbreviation: false },
        ]);
      }),
    );
  });

  it('keeps every line but the one that gets a synonym, and there every cell but one', () => {
    fc.assert(
      fc.property(anyTable, ownId, (before, id) => {
        const curie = `LOCAL:${id}`;
        const known = { curie, preferredName: 'known', semanticTypes: [] };
        const after = withSynonym(before, file, known, { name: 'neuer name', abbreviation: false });
        const [old, now] = [splitLines(before), splitLines(after)];
        const index = now.findIndex((text) => text.includes('neuer name'));
        if (old.length === now.length) {
          expect(now.with(index, old[index] ?? '')).toEqual(old);
          const [oldCells, cells] = [old[index]?.split('\t') ?? [], now[index]?.split('\t') ?? []];
          expect(cells.with(2, oldCells[2] ?? '').slice(0, oldCells.length)).toEqual(oldCells);
        } else {
          expect(now.toSpliced(index, 1)).toEqual(old);
        }
      }),
    );
  });

  it('ends the same in whatever order concepts are added', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ids, (numbers) => {
        const add = (text: string, id: number): string =>
          withConcept(text, file, concept(`LOCAL:${String(id).padStart(4, '0')}`));
        const sorted = numbers.toSorted((a, b) => a - b);
        expect(numbers.reduce(add, '')).toBe(sorted.reduce(add, ''));
      }),
    );
  });
});
