import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { x as extract } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../../scripts/projectFolder.ts';
import { readConceptIds } from '../../../src/core/evaluation/conceptIds.ts';
import { readQueries } from '../../../src/core/evaluation/corpora/readQueries.ts';
import { readDictionary } from '../../../src/core/evaluation/dictionaries/readDictionary.ts';
import { readDictionaryNames } from '../../../src/core/evaluation/dictionaryNames.ts';
import { accuracyAtK } from '../../../src/core/evaluation/metrics/accuracy.ts';
import { rankOfHit } from '../../../src/core/evaluation/metrics/rankOfHit.ts';

/** Not part of the repository. */
const data = join(projectFolder, '..', 'shared', 'data');
const isThere = existsSync(data);
const skipped = isThere ? '' : ' (skipped: ../shared/data is not on this machine)';

interface BiosynPredictions {
  readonly queries: readonly {
    readonly mentions: readonly {
      readonly golden_cui: string;
      readonly candidates: readonly { readonly cui: string }[];
    }[];
  }[];
}

describe.skipIf(!isThere)(`on published data${skipped}`, () => {
  it('BioSyn’s own predictions score as published: 0.9115 and 0.9385', () => {
    const file = join(data, 'biosyn-preds', 'ncbi-disease_biosyn_top.json.gz');
    const { queries } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as BiosynPredictions;
    const ranks = queries.map(({ mentions }) =>
      rankOfHit(
        [readConceptIds(mentions[0]?.golden_cui ?? '')],
        mentions.map(({ candidates }) => candidates.map(({ cui }) => readConceptIds(cui))),
      ),
    );
    expect(ranks).toHaveLength(960);
    expect([1, 5].map((k) => accuracyAtK(ranks, k)?.toFixed(4))).toEqual(['0.9115', '0.9385']);
  });

  it.each([
    ['ncbi-disease-corpus/NCBItrainset_corpus.txt', [], 5145, 0],
    ['ncbi-disease-corpus/NCBIdevelopset_corpus.txt', [], 787, 0],
    ['ncbi-disease-corpus/NCBItestset_corpus.txt', [], 960, 0],
    ['bc5cdr-pubtator/CDR_TestSet.PubTator.txt', ['Disease'], 4424, 61],
    ['bc5cdr-pubtator/CDR_TestSet.PubTator.txt', ['Chemical'], 5385, 30],
    ['biosyn-bc5cdr-c/data.json', [], 5015, 0],
  ])('%s %j holds %i mentions', async (file, types, count, nil) => {
    const { mentions } = await readQueries(join(data, file), { types, part: 'test' });
    expect(mentions).toHaveLength(count);
    expect(mentions.filter(({ gold }) => gold.length === 0)).toHaveLength(nil);
    mentions.forEach(({ mention, document, range }) => {
      expect(
        range && document?.text !== undefined ? document.text.slice(range.start, range.end) : mention,
      ).toBe(mention);
    });
  });

  it('NCBI-disease’s two known faults are told', async () => {
    const file = join(data, 'ncbi-disease-corpus', 'NCBItrainset_corpus.txt');
    const { problems } = await readQueries(file, { types: [], part: 'test' });
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      expect.stringMatching(/^3249: .* does not stand at 711–761, nor anywhere/u),
      '4557: document 8528200 stands here for the second time; both count.',
    ]);
  });

  it('MEDIC and the Human Phenotype Ontology are read whole', async () => {
    const medic = await readDictionary(join(data, 'medic-ctd', 'CTD_diseases.tsv.gz'));
    expect({ concepts: medic.concepts.length, problems: medic.problems }).toEqual({
      concepts: 11_865,
      problems: [],
    });
    const hpo = await readDictionary(join(data, 'hpo-2023-phenotagger', 'id_word_map.json'));
    expect(hpo.concepts.flatMap(({ ids }) => ids)).toHaveLength(21_494);
    expect(hpo.concepts.find(({ ids }) => ids.includes('HP:0001250'))?.names).toContain('seizure');
  });

  it.each(['bioc_xml/BC5CDR-example.xml', 'bioc_json/BC5CDR-example.json'])('%s', async (file) => {
    const path = join(data, 'bconv-samples', 'test', 'data', file);
    const { mentions, problems } = await readQueries(path, { types: ['Disease'], part: 'test' });
    expect(mentions.map(({ mention, gold }) => `${mention} ${gold.flat().join()}`)).toEqual([
      'cardiac asystole D006323',
      'depression D003866',
      'bradyarrhythmias D001919',
    ]);
    expect(problems).toEqual([]);
  });

  describe('looking names up in BioSyn’s dictionaries gives the floor', () => {
    let folder = '';
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'termlens-biosyn-'));
      for (const archive of ['biosyn-ncbi-d/ncbi-disease', 'biosyn-bc5cdr-d/bc5cdr-disease']) {
        await extract({ file: join(data, `${archive}.tar.gz`), cwd: folder });
      }
    });

    it.each([
      ['ncbi-disease', 960, 73_024, '0.769'],
      ['bc5cdr-disease', 4287, 73_126, '0.840'],
    ])('%s', async (corpus, count, nameCount, floor) => {
      const dictionary = await readDictionary(join(folder, corpus, 'test_dictionary.txt'));
      expect(dictionary.problems).toEqual([]);
      expect(dictionary.concepts.flatMap(({ names }) => names)).toHaveLength(nameCount);
      const queries = join(folder, corpus, 'processed_test');
      const { mentions, problems } = await readQueries(queries, { types: [], part: 'test' });
      expect(problems).toEqual([]);
      expect(mentions).toHaveLength(count);
      const { isFoundExactly } = readDictionaryNames(dictionary);
      expect((mentions.filter(isFoundExactly).length / count).toFixed(3)).toBe(floor);
    });
  });
});
