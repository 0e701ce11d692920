import { describe, expect, it } from 'vitest';
import { VocabularyFileError } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { rrfImporter } from '../../../../../src/core/vocabulary/importers/umls/rrfImporter.ts';
import { memoryFile, readAll } from '../memoryFiles.ts';
import { atomRow, definitionRow, rankRow, table, typeRow } from './rrfFixtures.ts';

const names = [
  atomRow({ cui: 'C0000001', str: 'Grumbling Knee', sab: 'MSH', tty: 'MH', code: 'D000001' }),
  atomRow({ cui: 'C0000001', str: 'Knee that grumbles', ts: 'P', stt: 'PF', ispref: 'Y' }),
  atomRow({ cui: 'C0000001', str: 'GK', sab: 'NCI', tty: 'AB', code: 'C1' }),
  atomRow({ cui: 'C0000001', str: 'Rodilla gruñona', lat: 'SPA', ts: 'P', sab: 'MSHSPA', code: 'D000001' }),
  atomRow({ cui: 'C0000001', str: 'grumbling knee', sab: 'SNOMEDCT_US', tty: 'SY', code: '1000001' }),
  atomRow({
    cui: 'C0000001',
    str: 'Grumbling knee (finding)',
    sab: 'SNOMEDCT_US',
    tty: 'FN',
    code: '1000001',
  }),
  atomRow({ cui: 'C0000001', str: 'Old knee', suppress: 'O' }),
  atomRow({ cui: 'C0000001', str: 'Edited knee', suppress: 'E' }),
  atomRow({ cui: 'C0000001', str: 'KNEE GRUMBL', suppress: 'Y' }),
  atomRow({ cui: 'C0000002', str: 'Teléfono', lat: 'SPA' }),
  atomRow({ cui: 'C0000003', str: 'Itchy elbow', sab: 'HPO', tty: 'PT', code: 'HP:0000003' }),
];
const types = [
  typeRow('C0000001', 'Finding'),
  typeRow('C0000001', 'Sign or Symptom'),
  typeRow('C0000002', 'Manufactured Object'),
  typeRow('C0000003', 'Finding'),
];
const definitions = [
  definitionRow('C0000001', 'NCI', 'A knee, by the NCI.'),
  definitionRow('C0000001', 'MSH', 'A knee, suppressed.', 'O'),
  definitionRow('C0000001', 'MSH', 'A knee that grumbles.'),
  definitionRow('C0000003', 'MSHSPA', 'Un codo.'),
];

describe('rrfImporter', () => {
  it('joins names, semantic types, definitions and codes of sources', async () => {
    const files = [
      table('META/MRCONSO.RRF', names),
      table('META/MRSTY.RRF', types),
      table('META/MRDEF.RRF', definitions),
    ];
    const { concepts, problems } = await readAll(rrfImporter, files);
    expect(problems).toEqual([]);
    expect(concepts).toEqual([
      {
        curie: 'UMLS:C0000001',
        preferredName: 'Knee that grumbles',
        synonyms: [
          { name: 'Grumbling Knee', scope: 'exact', abbreviation: false },
          { name: 'GK', scope: 'exact', abbreviation: true },
        ],
        semanticTypes: ['Finding', 'Sign or Symptom'],
        definition: 'A knee that grumbles.',
        crossReferences: ['MESH:D000001', 'NCIT:C1', 'SNOMEDCT:1000001'],
      },
      {
        curie: 'UMLS:C0000003',
        preferredName: 'Itchy elbow',
        synonyms: [],
        semanticTypes: ['Finding'],
        crossReferences: ['HP:0000003'],
      },
    ]);
  });

  it('gives the same in chunks of any size', async () => {
    const files = (chunkBytes?: number): ReturnType<typeof table>[] => [
      table('MRCONSO.RRF', names, chunkBytes),
      table('MRSTY.RRF', types, chunkBytes && chunkBytes + 7),
      table('MRDEF.RRF', definitions, chunkBytes && chunkBytes * 2),
    ];
    for (const chunkBytes of [1, 17, 60, 150, 400]) {
      expect(await readAll(rrfImporter, files(chunkBytes))).toEqual(await readAll(rrfImporter, files()));
    }
  });

  it('prefers names by MRRANK where it is', async () => {
    const ranks = [rankRow(700, 'MSH', 'MH'), rankRow(600, 'MTH', 'SY')];
    const { concepts } = await readAll(rrfImporter, [
      table('MRCONSO.RRF', names),
      table('MRRANK.RRF', ranks),
    ]);
    expect(concepts[0]?.preferredName).toBe('Grumbling Knee');
    expect(concepts[0]?.synonyms.map(({ name }) => name)).toEqual(['Knee that grumbles', 'GK']);
  });

  it.each([
    { languages: ['es'], preferred: ['Rodilla gruñona', 'Teléfono'] },
    { languages: ['es-mx', 'en'], preferred: ['Rodilla gruñona', 'Teléfono', 'Itchy elbow'] },
    { languages: ['en', 'es'], preferred: ['Knee that grumbles', 'Teléfono', 'Itchy elbow'] },
  ])('takes names in $languages, the first of them preferred', async ({ languages, preferred }) => {
    const { concepts } = await readAll(rrfImporter, [table('MRCONSO.RRF', names)], { languages });
    expect(concepts.map(({ preferredName }) => preferredName)).toEqual(preferred);
  });

  it('takes names and definitions of the chosen sources alone', async () => {
    const files = [table('MRCONSO.RRF', names), table('MRDEF.RRF', definitions)];
    const { concepts } = await readAll(rrfImporter, files, { sources: ['NCI', 'SNOMEDCT_US'] });
    expect(concepts).toEqual([
      {
        curie: 'UMLS:C0000001',
        preferredName: 'GK',
        synonyms: [{ name: 'grumbling knee', scope: 'exact', abbreviation: false }],
        semanticTypes: [],
        definition: 'A knee, by the NCI.',
        crossReferences: ['NCIT:C1', 'SNOMEDCT:1000001'],
      },
    ]);
  });

  it('reads parts in order, with rows that go on in the next', async () => {
    const text = names.map((row) => `${row}\n`).join('');
    const parts = [
      memoryFile('META/MRCONSO.RRF.ab.gz', text.slice(300)),
      memoryFile('META/MRCONSO.RRF.aa.gz', text.slice(0, 300)),
    ];
    const { concepts, problems } = await readAll(rrfImporter, parts);
    expect(concepts).toEqual((await readAll(rrfImporter, [table('MRCONSO.RRF', names)])).concepts);
    expect(problems).toEqual([]);
  });

  it('reports bad rows beside the good ones', async () => {
    const rows = [
      names[0] ?? '',
      'C0000001|ENG|P|too few|',
      `${names[1] ?? ''}one more|`,
      atomRow({ cui: '', str: 'Nobody' }),
      atomRow({ cui: 'D0000001', str: 'Not a CUI' }),
      atomRow({ cui: 'C0000001', str: '  ' }),
      names[10] ?? '',
    ];
    const { concepts, problems } = await readAll(rrfImporter, [
      table('META/MRCONSO.RRF', rows),
      table('META/MRSTY.RRF', [typeRow('C0000001', 'Finding'), 'C0000001|T000|', ...types.slice(3)]),
    ]);
    expect(concepts.map(({ curie, semanticTypes }) => [curie, semanticTypes])).toEqual([
      ['UMLS:C0000001', ['Finding']],
      ['UMLS:C0000003', ['Finding']],
    ]);
    expect(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).sort()).toEqual([
      expect.stringMatching(/^META\/MRCONSO.RRF:2: 18 columns expected, 4 found/u),
      expect.stringMatching(/^META\/MRCONSO.RRF:3: 18 columns expected, 19 found/u),
      expect.stringMatching(/^META\/MRCONSO.RRF:4: .*no CUI/u),
      expect.stringMatching(/^META\/MRCONSO.RRF:5: "D0000001" is no CUI/u),
      expect.stringMatching(/^META\/MRCONSO.RRF:6: .*without a name/u),
      expect.stringMatching(/^META\/MRSTY.RRF:2: 6 columns expected, 2 found/u),
    ]);
  });

  it.each([
    { what: 'no row is whole', rows: ['a,b', 'c'], options: {}, message: /18 columns/u },
    { what: 'it is empty', rows: [], options: {}, message: /18 columns/u },
    {
      what: 'no name is in the language',
      rows: names,
      options: { languages: ['ja'] },
      message: /no row has a name in ja/u,
    },
    {
      what: 'no name is of the sources',
      rows: names,
      options: { sources: ['FMA'] },
      message: /in en from FMA/u,
    },
  ])('says what to do when $what', async ({ rows, options, message }) => {
    const reading = readAll(rrfImporter, [table('MRCONSO.RRF', rows)], options);
    await expect(reading).rejects.toThrow(VocabularyFileError);
    await expect(reading).rejects.toThrow(message);
  });

  it.each([
    { path: 'META/MRSTY.RRF', missing: /MRCONSO\.RRF.*folder META/u },
    { path: 'rrf/RXNSTY.RRF', missing: /RXNCONSO\.RRF.*folder rrf/u },
  ])('says which file is missing beside $path', async ({ path, missing }) => {
    const reading = readAll(rrfImporter, [table(path, types)]);
    await expect(reading).rejects.toThrow(VocabularyFileError);
    await expect(reading).rejects.toThrow(missing);
  });

  it('recognizes its files by their names', () => {
    const paths = (...all: string[]): string[] =>
      rrfImporter.recognize(all.map((path) => memoryFile(path, ''))).map(({ path }) => path);
    expect(paths('META/MRCONSO.RRF', 'META/MRREL.RRF', 'META/MRSTY.RRF.aa.gz', 'notes.txt')).toEqual([
      'META/MRCONSO.RRF',
      'META/MRSTY.RRF.aa.gz',
    ]);
    expect(paths('prescribe/rrf/RXNCONSO.RRF', 'rrf/RXNCONSO.RRF')).toEqual(['rrf/RXNCONSO.RRF']);
    expect(paths('concepts.tsv', 'xMRCONSO.RRF', 'MRCONSO.RRF.md')).toEqual([]);
  });

  it('names the release', async () => {
    const files = [
      table('2030AA/META/MRCONSO.RRF', names),
      memoryFile('2030AA/META/release.dat', '# x\numls.release.name=2030AB\n'),
    ];
    const { releases } = await readAll(rrfImporter, files);
    expect(releases).toMatchObject([{ title: 'UMLS Metathesaurus', version: '2030AB' }]);
    expect((await readAll(rrfImporter, files.slice(0, 1))).releases).toMatchObject([{ version: '2030AA' }]);
  });

  it('stops when aborted', async () => {
    const aborting = new AbortController();
    const records = rrfImporter.read([table('MRCONSO.RRF', names, 10)], { signal: aborting.signal });
    const reason = new Error('enough');
    await expect(
      (async () => {
        for await (const record of records) {
          if (record.kind === 'concept') {
            aborting.abort(reason);
          }
        }
      })(),
    ).rejects.toBe(reason);
  });
});

describe('rrfImporter of RxNorm', () => {
  const rxnorm = (cui: string, tty: string, str: string, sab = 'RXNORM'): string =>
    atomRow({ cui, tty, str, sab, code: sab === 'RXNORM' ? cui : '10', ts: '', stt: '', ispref: '' });
  const rows = [
    rxnorm('1191', 'SU', 'EXAMPLINE', 'MTHSPL'),
    rxnorm('1191', 'PSN', 'exampline (prescribed)'),
    rxnorm('1191', 'IN', 'exampline'),
    rxnorm('243', 'SY', 'examplol 5 MG'),
    rxnorm('243', 'SCD', 'examplol 5 MG Oral Tablet'),
    rxnorm('77', 'PT', 'Only elsewhere', 'SNOMEDCT_US'),
  ];

  it('prefers the formal names, whatever the order of the numbers', async () => {
    const { concepts, problems, releases } = await readAll(rrfImporter, [
      table('RxNorm_full_01022030/rrf/RXNCONSO.RRF', rows, 50),
      table('RxNorm_full_01022030/rrf/RXNSTY.RRF', [
        typeRow('77', 'Substance'),
        typeRow('1191', 'Drug'),
        typeRow('243', 'Drug'),
      ]),
    ]);
    expect(concepts).toEqual([
      {
        curie: 'RXNORM:1191',
        preferredName: 'exampline',
        synonyms: [{ name: 'exampline (prescribed)', scope: 'exact', abbreviation: false }],
        semanticTypes: ['Drug'],
      },
      {
        curie: 'RXNORM:243',
        preferredName: 'examplol 5 MG Oral Tablet',
        synonyms: [{ name: 'examplol 5 MG', scope: 'exact', abbreviation: false }],
        semanticTypes: ['Drug'],
      },
      { curie: 'RXNORM:77', preferredName: 'Only elsewhere', synonyms: [], semanticTypes: ['Substance'] },
    ]);
    expect(problems).toEqual([]);
    expect(releases).toMatchObject([{ title: 'RxNorm', version: '2030-01-02' }]);
  });

  it('reports once that a concept comes again', async () => {
    const { problems } = await readAll(rrfImporter, [
      table(
        'RXNCONSO.RRF',
        [...rows, ...rows].map((row) => row),
      ),
    ]);
    expect(problems).toEqual([expect.objectContaining({ line: 7 })]);
  });
});
