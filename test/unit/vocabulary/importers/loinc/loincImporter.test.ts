import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VocabularyFileError } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { loincImporter } from '../../../../../src/core/vocabulary/importers/loinc/loincImporter.ts';
import { brokenFile, damage, damages, offsetOf, readConceptsUntilError } from '../damage.ts';
import { memoryFile, readAll } from '../memoryFiles.ts';

/** Of Loinc.csv those that are read, and some that are not. */
const columns = [
  'LOINC_NUM',
  'COMPONENT',
  'CLASS',
  'DefinitionDescription',
  'STATUS',
  'CONSUMER_NAME',
  'CLASSTYPE',
  'RELATEDNAMES2',
  'SHORTNAME',
  'LONG_COMMON_NAME',
  'DisplayName',
] as const;
type Cells = Partial<Record<(typeof columns)[number], string>>;

const quoted = (cells: readonly string[]): string =>
  cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
const record = (cells: Cells): string =>
  quoted(columns.map((column) => cells[column] ?? (column === 'STATUS' ? 'ACTIVE' : '')));
const tableText = (records: readonly string[]): string => [quoted(columns), ...records].join('\r\n') + '\r\n';

const folder = 'Loinc_9.99/LoincTable';
const glitter = record({
  LOINC_NUM: '10001-4',
  CLASS: 'GLIT',
  CLASSTYPE: '1',
  DefinitionDescription: 'How much it glitters,\r\n"very" or not.\n\n10009-9, another one, glitters less.',
  CONSUMER_NAME: 'Glitter, Sample',
  RELATEDNAMES2: 'Sparkle; Glit;Sample ; x; ; glitter [mass] in sample;Point',
  SHORTNAME: 'Glit Smpl-mCnc',
  LONG_COMMON_NAME: 'Glitter [Mass] in Sample',
  DisplayName: 'Glitter (S) [Mass]',
});
const old = record({ LOINC_NUM: '10002-2', STATUS: 'DEPRECATED', LONG_COMMON_NAME: 'Old glitter' });
const discouraged = record({
  LOINC_NUM: '3-1',
  STATUS: 'DISCOURAGED',
  LONG_COMMON_NAME: 'Discouraged',
  CLASSTYPE: '4',
});
const table = memoryFile(`${folder}/Loinc.csv`, tableText([glitter, old, discouraged]), 100);
const mapTo = memoryFile(
  `${folder}/MapTo.csv`,
  '"LOINC","MAP_TO","COMMENT"\n"10002-2","10001-4",""\n"10002-2","3-1","If, and only if"\n"10001-4","3-1",""\n',
);

describe('loincImporter', () => {
  it('reads names, classes, definitions and replacements', async () => {
    const { concepts, problems, releases } = await readAll(loincImporter, [mapTo, table]);
    expect(problems).toEqual([]);
    expect(releases).toMatchObject([{ title: 'LOINC', version: '9.99' }]);
    expect(concepts).toEqual([
      {
        curie: 'LOINC:10001-4',
        preferredName: 'Glitter [Mass] in Sample',
        synonyms: [
          { name: 'Glitter (S) [Mass]', scope: 'exact', abbreviation: false },
          { name: 'Glit Smpl-mCnc', scope: 'exact', abbreviation: true },
          { name: 'Glitter, Sample', scope: 'broad', abbreviation: false },
          { name: 'Sparkle', scope: 'related', abbreviation: false },
          { name: 'Glit', scope: 'related', abbreviation: false },
          { name: 'Sample', scope: 'related', abbreviation: false },
          { name: 'Point', scope: 'related', abbreviation: false },
        ],
        semanticTypes: ['Laboratory', 'GLIT'],
        definition: 'How much it glitters,\n"very" or not.\n\n10009-9, another one, glitters less.',
      },
      {
        curie: 'LOINC:10002-2',
        preferredName: 'Old glitter',
        synonyms: [],
        semanticTypes: [],
        obsolete: true,
        replacedBy: ['LOINC:10001-4', 'LOINC:3-1'],
      },
      {
        curie: 'LOINC:3-1',
        preferredName: 'Discouraged',
        synonyms: [],
        semanticTypes: ['Survey'],
        obsolete: true,
      },
    ]);
  });

  it('leaves out related names that many records have, and more than twenty', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `Name ${i}`);
    const records = Array.from({ length: 51 }, (_, i) =>
      record({
        LOINC_NUM: `${i + 1}-0`,
        LONG_COMMON_NAME: `Glitter ${i}`,
        RELATEDNAMES2: ['Point in time', ...(i === 0 ? names : [])].join('; '),
      }),
    );
    const { concepts } = await readAll(loincImporter, [memoryFile('Loinc.csv', tableText(records))]);
    expect(concepts[0]?.synonyms.map(({ name }) => name)).toEqual(names.slice(0, 20));
    expect(concepts[1]?.synonyms).toEqual([]);
  });

  it('reads a table with fewer columns, unquoted', async () => {
    const core = memoryFile(
      'LoincTableCore.csv',
      'LOINC_NUM,CLASS,CLASSTYPE,LONG_COMMON_NAME,SHORTNAME,STATUS\n1-8,GLIT,2,"Glitter, clinical",Glit,ACTIVE\n',
    );
    expect((await readAll(loincImporter, [core])).concepts).toEqual([
      {
        curie: 'LOINC:1-8',
        preferredName: 'Glitter, clinical',
        synonyms: [{ name: 'Glit', scope: 'exact', abbreviation: true }],
        semanticTypes: ['Clinical', 'GLIT'],
      },
    ]);
  });

  it('finds its way again in an unquoted table', async () => {
    const core = memoryFile(
      'LoincTableCore.csv',
      'LOINC_NUM,LONG_COMMON_NAME,STATUS\n1-8,"never closed,ACTIVE\n2-6,Glitter,ACTIVE\n',
    );
    const { concepts, problems } = await readAll(loincImporter, [core]);
    expect(concepts.map(({ curie }) => curie)).toEqual(['LOINC:2-6']);
    expect(problems).toMatchObject([{ line: 2 }]);
  });

  it('reports bad records beside the good ones', async () => {
    const bad = memoryFile(
      'Loinc.csv',
      tableText([
        glitter,
        '"1-8","too few"',
        '"1-8","a quotation mark" too many",""',
        '"1-8","one that nothing closes,"","","",""',
        old,
        record({ LOINC_NUM: '1-8' }),
        record({ LOINC_NUM: 'glitter', LONG_COMMON_NAME: 'No code' }),
        discouraged,
      ]),
    );
    const { concepts, problems } = await readAll(loincImporter, [bad]);
    expect(concepts.map(({ curie }) => curie)).toEqual(['LOINC:10001-4', 'LOINC:10002-2', 'LOINC:3-1']);
    // The definition of the first record has five lines.
    expect(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).sort()).toEqual([
      expect.stringMatching(/^Loinc.csv:10: 1-8 has no LONG_COMMON_NAME/u),
      expect.stringMatching(/^Loinc.csv:11: "glitter" is no LOINC code/u),
      expect.stringMatching(/^Loinc.csv:6: 11 columns expected, 2 found/u),
      expect.stringMatching(/^Loinc.csv:7: .*quotation marks/u),
      expect.stringMatching(/^Loinc.csv:8: .*quotation marks/u),
    ]);
  });

  it.each([
    { what: 'only MapTo.csv is there', files: [mapTo], message: /Add Loinc\.csv/u },
    {
      what: 'the table has other columns',
      files: [memoryFile('Loinc.csv', '"LOINC_NUM","NAME"\n')],
      message: /LONG_COMMON_NAME, STATUS cannot be found/u,
    },
    { what: 'it is empty', files: [memoryFile('Loinc.csv', '')], message: /empty/u },
    {
      what: 'there is no record',
      files: [memoryFile('Loinc.csv', tableText([]))],
      message: /no record of it can be read/u,
    },
  ])('says what to do when $what', async ({ files, message }) => {
    const reading = readConceptsUntilError(loincImporter, files);
    expect((await reading).error).toBeInstanceOf(VocabularyFileError);
    expect((await reading).error?.message).toMatch(message);
  });

  it('recognizes its files by their first line', () => {
    const core = memoryFile('LoincTableCore.csv', tableText([]));
    const recognized = loincImporter.recognize([
      core,
      memoryFile('notes.csv', 'id,name\n'),
      mapTo,
      memoryFile('Answers.csv', '"LOINC_NUM","AnswerListId"\n'),
      table,
    ]);
    expect(recognized).toEqual([table, mapTo]);
    expect(loincImporter.recognize([core])).toEqual([core]);
    expect(loincImporter.recognize([memoryFile('table.csv', `\uFEFF${tableText([])}`)])).toHaveLength(1);
    expect(loincImporter.recognize([memoryFile('concepts.tsv', 'curie\tname\n')])).toEqual([]);
  });

  it('stops when aborted', async () => {
    const aborting = new AbortController();
    const reason = new Error('enough');
    const reading = (async () => {
      for await (const { kind } of loincImporter.read([table], { signal: aborting.signal })) {
        if (kind === 'concept') {
          aborting.abort(reason);
        }
      }
    })();
    await expect(reading).rejects.toBe(reason);
  });
});

describe('damaged files of LOINC', () => {
  const records = Array.from({ length: 30 }, (_, i) =>
    record({
      LOINC_NUM: `${1000 + i}-1`,
      LONG_COMMON_NAME: `Glitter "${i}"`,
      DefinitionDescription: i % 3 === 0 ? 'In two\nlines' : 'In one line',
      RELATEDNAMES2: `Sparkle ${i}; Glit`,
    }),
  );
  const content = tableText(records);
  const ends = records.map((_, i) => Buffer.byteLength(tableText(records.slice(0, i + 1))));

  it('keep the records before the damage, and those behind it that it does not touch', async () => {
    const { concepts: whole } = await readAll(loincImporter, [memoryFile('Loinc.csv', content)]);
    await fc.assert(
      fc.asyncProperty(damages, fc.integer({ min: 1, max: 500 }), async (one, chunkBytes) => {
        const files = [memoryFile('Loinc.csv', damage(content, one), chunkBytes)];
        const { concepts } = await readConceptsUntilError(loincImporter, files);
        const safe = ends.filter((end) => end <= offsetOf(one, content)).length;
        expect(concepts.slice(0, safe)).toEqual(whole.slice(0, safe));
        if (one.how !== 'cut off' && safe > 0 && safe < 28) {
          expect(concepts.slice(-1)).toEqual(whole.slice(-1));
          expect(concepts.length).toBeGreaterThanOrEqual(whole.length - 3);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never fail but with what the user can mend', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(damages, { minLength: 1, maxLength: 6 }),
        fc.array(damages, { maxLength: 2 }),
        async (ofTable, ofMapTo) => {
          const files = [
            memoryFile('Loinc.csv', damage(content, ...ofTable), 300),
            memoryFile('MapTo.csv', damage('"LOINC","MAP_TO","COMMENT"\n"1000-1","1001-1",""\n', ...ofMapTo)),
          ];
          const { concepts, error } = await readConceptsUntilError(loincImporter, files);
          expect(error === undefined || concepts.length === 0).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('give what they hold before an archive breaks off', async () => {
    const broken = brokenFile(memoryFile('Loinc.csv', content, 200), ends[20] ?? 0, new Error('broken off'));
    await expect(readAll(loincImporter, [broken])).rejects.toThrow('broken off');
  });
});
