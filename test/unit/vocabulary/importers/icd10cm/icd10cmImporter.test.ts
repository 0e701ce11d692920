import { describe, expect, it } from 'vitest';
import { VocabularyFileError } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { icd10cmImporter } from '../../../../../src/core/vocabulary/importers/icd10cm/icd10cmImporter.ts';
import { memoryFile, readAll } from '../memoryFiles.ts';
import { ifSkipped, isSharedDataThere, sharedFile } from '../sharedFile.ts';

const row = (number: number, code: string, short: string, long = short): string =>
  `${String(number).padStart(5, '0')} ${code.padEnd(7)} ${code.length > 3 ? 1 : 0} ${short.padEnd(60)} ${long}`;

const order = [
  row(1, 'Q10', 'Odd pumps'),
  row(2, 'Q100', 'Odd pump w leak', 'Odd pump with a leak'),
  row(3, 'Q1000', 'Odd pump with a big leak'),
  row(4, 'Q1000XA', 'Odd pump with a big leak, init', 'Odd pump with a big leak, initial encounter'),
  row(5, 'Q109', 'Odd pump, unspecified'),
  row(6, 'R11', 'Noises'),
];

const tabular = `<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2026</version>
  <introduction><introSection type="title"><title>ICD-10-CM TABULAR LIST</title></introSection></introduction>
  <chapter>
    <name>17</name>
    <desc>Odd machines (Q00-Q99)</desc>
    <sectionIndex><sectionRef first="Q10" last="Q19" id="Q10-Q19">Pumps</sectionRef></sectionIndex>
    <section id="Q10-Q19">
      <desc>Pumps (Q10-Q19)</desc>
      <diag>
        <name>Q10</name>
        <desc>Odd pumps</desc>
        <includes><note>pump that is odd</note></includes>
        <excludes1><note>good pump (Z99)</note></excludes1>
        <sevenChrDef><extension char="A">initial encounter</extension></sevenChrDef>
        <diag>
          <name>Q10.0</name>
          <desc>Odd pump with a leak</desc>
          <inclusionTerm><note>Dripping pump</note><note>Odd pump with a leak</note></inclusionTerm>
          <inclusionTerm><note>Leak due to:</note><note>rust</note><note>age</note></inclusionTerm>
          <diag placeholder="true"><name>Q10.00</name><desc>Odd pump with a big leak</desc></diag>
        </diag>
        <diag><name>Q10.8</name><desc>Other odd pump</desc><inclusionTerm><note>Green pump</note></inclusionTerm></diag>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>`;

const name = (text: string, scope = 'exact'): unknown => ({ name: text, scope, abbreviation: false });

describe('ICD-10-CM', () => {
  it('has every code of the order file below the one that it is part of', async () => {
    const { concepts, problems, releases } = await readAll(icd10cmImporter, [
      memoryFile('icd10cm-order-2026.txt', order.join('\r\n'), 100),
    ]);
    expect(problems).toEqual([]);
    const type = { semanticTypes: ['Disorder'] };
    expect(concepts).toEqual([
      { curie: 'ICD10CM:Q10', preferredName: 'Odd pumps', synonyms: [], ...type },
      {
        curie: 'ICD10CM:Q10.0',
        preferredName: 'Odd pump with a leak',
        synonyms: [name('Odd pump w leak')],
        ...type,
        parents: ['ICD10CM:Q10'],
      },
      {
        curie: 'ICD10CM:Q10.00',
        preferredName: 'Odd pump with a big leak',
        synonyms: [],
        ...type,
        parents: ['ICD10CM:Q10.0'],
      },
      {
        curie: 'ICD10CM:Q10.00XA',
        preferredName: 'Odd pump with a big leak, initial encounter',
        synonyms: [name('Odd pump with a big leak, init')],
        ...type,
        parents: ['ICD10CM:Q10.00'],
      },
      {
        curie: 'ICD10CM:Q10.9',
        preferredName: 'Odd pump, unspecified',
        synonyms: [],
        ...type,
        parents: ['ICD10CM:Q10'],
      },
      { curie: 'ICD10CM:R11', preferredName: 'Noises', synonyms: [], semanticTypes: ['Finding'] },
    ]);
    expect(releases).toMatchObject([{ title: 'ICD-10-CM', version: '2026' }]);
  });

  it('has the inclusion terms of the Tabular List as names, and its chapters as kinds', async () => {
    const { concepts, problems, releases } = await readAll(icd10cmImporter, [
      memoryFile('icd10cm-tabular-April-1-2025.xml', tabular, 100),
    ]);
    expect(problems).toEqual([]);
    const type = { semanticTypes: ['Disorder', 'Odd machines'] };
    expect(concepts).toEqual([
      {
        curie: 'ICD10CM:Q10',
        preferredName: 'Odd pumps',
        synonyms: [name('pump that is odd', 'narrow')],
        ...type,
      },
      {
        curie: 'ICD10CM:Q10.0',
        preferredName: 'Odd pump with a leak',
        synonyms: [name('Dripping pump'), name('Leak due to rust'), name('Leak due to age')],
        ...type,
        parents: ['ICD10CM:Q10'],
      },
      {
        curie: 'ICD10CM:Q10.00',
        preferredName: 'Odd pump with a big leak',
        synonyms: [],
        ...type,
        parents: ['ICD10CM:Q10.0'],
      },
      {
        curie: 'ICD10CM:Q10.8',
        preferredName: 'Other odd pump',
        synonyms: [name('Green pump', 'narrow')],
        ...type,
        parents: ['ICD10CM:Q10'],
      },
    ]);
    expect(releases).toMatchObject([{ version: '2026' }]);
  });

  it('takes a code from the Tabular List when both are there', async () => {
    const { concepts, problems } = await readAll(icd10cmImporter, [
      memoryFile('order.txt', order.join('\n')),
      memoryFile('tabular.xml', tabular),
    ]);
    expect(problems).toEqual([]);
    expect(concepts.map(({ curie }) => curie.slice('ICD10CM:'.length))).toEqual(
      'Q10 Q10.0 Q10.00 Q10.8 Q10.00XA Q10.9 R11'.split(' '),
    );
  });

  it('leaves out what is no row or code, and says where', async () => {
    const rows = [
      row(1, 'Q10', 'Odd pumps'),
      '00002 Q100    1 cut',
      'A note',
      row(3, 'Q109', 'Odd pump, other'),
    ];
    const table = await readAll(icd10cmImporter, [memoryFile('order.txt', rows.join('\n'))]);
    expect(table.concepts.map(({ curie }) => curie)).toEqual(['ICD10CM:Q10', 'ICD10CM:Q10.9']);
    expect(table.problems.map(({ file, line }) => `${file}:${line}`)).toEqual(['order.txt:2', 'order.txt:3']);

    const bad = tabular.replace('<name>Q10.0<', '<name>Q10-0<').replace('Other odd pump', '');
    const list = await readAll(icd10cmImporter, [memoryFile('tabular.xml', bad)]);
    expect(list.concepts.map(({ curie }) => curie)).toEqual(['ICD10CM:Q10', 'ICD10CM:Q10.00']);
    expect(list.problems).toMatchObject([
      { line: 17, message: '"Q10-0" is no code of ICD-10-CM.' },
      { line: 24, message: 'ICD10CM:Q10.8 has no description.' },
    ]);
  });

  it('gives the categories before the damage of a Tabular List that breaks off', async () => {
    const found: string[] = [];
    const reading = (async () => {
      const second = tabular
        .slice(tabular.indexOf('<diag>'), tabular.indexOf('</section>'))
        .replaceAll('Q10', 'Q11');
      const cut = tabular.replace('</section>', `${second}</section>`).slice(0, -200);
      for await (const record of icd10cmImporter.read([memoryFile('tabular.xml', cut)], {})) {
        found.push(record.kind === 'concept' ? record.concept.curie : record.kind);
      }
    })();
    await expect(reading).rejects.toBeInstanceOf(VocabularyFileError);
    expect(found.filter((each) => each.startsWith('ICD10CM:Q10'))).toHaveLength(4);
    expect(found.filter((each) => each.startsWith('ICD10CM:Q11'))).toHaveLength(0);
  });

  it('is recognized by its rows or its root element', () => {
    const files = [
      memoryFile('a.xml', tabular),
      memoryFile('b.txt', order.join('\n')),
      memoryFile('order.txt', '<html><body>Not found</body></html>'),
      memoryFile('codes.txt', 'A00 Cholera\n'),
    ];
    expect(icd10cmImporter.recognize(files)).toEqual(files.slice(0, 2));
  });

  it.skipIf(!isSharedDataThere)(
    `reads the release of 2021 whole${ifSkipped}`,
    { timeout: 60_000 },
    async () => {
      const files = [
        sharedFile('icd10cm/icd10cm-order-Jan-2021.txt.gz'),
        sharedFile('icd10cm/icd10cm_tabular_2021.xml.gz'),
      ];
      const [table, list, both] = await Promise.all(
        [files.slice(0, 1), files.slice(1), files].map((some) => readAll(icd10cmImporter, some)),
      );
      expect([table, list, both].map((read) => read?.problems)).toEqual([[], [], []]);
      expect(table?.concepts).toHaveLength(95_358);
      expect(list?.concepts).toHaveLength(45_017);
      expect(both?.concepts).toHaveLength(95_358);
      expect(list?.concepts.flatMap(({ synonyms }) => synonyms)).toHaveLength(12_522);
      expect(list?.concepts.find(({ curie }) => curie === 'ICD10CM:I21.9')).toMatchObject({
        preferredName: 'Acute myocardial infarction, unspecified',
        parents: ['ICD10CM:I21'],
        semanticTypes: ['Disorder', 'Diseases of the circulatory system'],
      });
    },
  );
});
