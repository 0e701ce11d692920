import { describe, expect, it } from 'vitest';
import { importConceptTable } from '../../../../../src/core/vocabulary/importConceptTable.ts';
import { conceptTableImporter } from '../../../../../src/core/vocabulary/importers/tables/conceptTableImporter.ts';
import { memoryFile, readAll } from '../memoryFiles.ts';

const header = 'curie\tpreferredName\tsynonyms\tabbreviations\tsemanticType\tdefinition';

describe('conceptTableImporter', () => {
  it.each([
    ['', 'LF'],
    ['\uFEFF', 'CRLF'],
  ])(
    'reads what the bundled vocabulary’s reader reads, and reports what it reports (%j, %s)',
    async (mark, ends) => {
      const rows = [
        'MESH:D1\tPain\tache|pains\tP\tSymptom\tAn \t',
        'MESH:D2\tFit\tictus\tSZ\tFinding|Sign\t',
        '',
        'D3\tx\t\t\t\t',
        'A:4',
      ];
      const text = mark + [header, ...rows, ''].join(ends === 'LF' ? '\n' : '\r\n');
      const read = await readAll(conceptTableImporter, [memoryFile('a.tsv', text, 7)]);
      const { concepts, problems } = importConceptTable(text, 'a.tsv');
      expect(read).toEqual({ concepts, problems, releases: [] });
      expect(problems.map(({ line }) => line)).toEqual([2, 5, 6]);
      expect(concepts).toHaveLength(1);
    },
  );

  it('knows its files by their header', () => {
    const files = [
      memoryFile('a', `\uFEFF${header}\r\n`),
      memoryFile('b.tsv', `id\t${header}`),
      memoryFile('c', ''),
    ];
    expect(conceptTableImporter.recognize(files).map(({ path }) => path)).toEqual(['a']);
  });
});
