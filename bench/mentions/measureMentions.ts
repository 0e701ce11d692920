import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { projectFolder } from '../../scripts/projectFolder.ts';
import type { Agreement } from '../../src/core/annotation/agreement/agreement.ts';
import { compareSets } from '../../src/core/annotation/agreement/compareSets.ts';
import { readAnnotatedSet } from '../../src/core/annotation/agreement/readAnnotatedSet.ts';
import type { AnnotatedDocument } from '../../src/core/annotation/annotatedDocument.ts';
import { readDictionary } from '../../src/core/evaluation/dictionaries/readDictionary.ts';
import { createSameConcepts } from '../../src/core/evaluation/dictionaries/sameConcepts.ts';
import { formatTable, type Section } from '../tables.ts';
import { lookUpNames } from './dictionaryLookup.ts';

const data = join(projectFolder, '../shared/data');
const medic = join(data, 'medic-ctd/CTD_diseases.tsv.gz');
/** Development parts: how mentions are told was chosen on them. */
const corpora = [
  { name: 'NCBI-disease', file: join(data, 'ncbi-disease-corpus/NCBIdevelopset_corpus.txt'), types: [] },
  {
    name: 'BC5CDR-disease',
    file: join(data, 'bc5cdr-pubtator/CDR_DevelopmentSet.PubTator.txt'),
    types: ['Disease'],
  },
] as const;

/** The mentions of raw texts with their concepts of MEDIC, from `termlens annotate`, beside what the dictionary alone finds. */
export async function measureMentions(installFolder: string, smoke: boolean): Promise<Section> {
  const title = '14 Mentions of whole texts';
  const chosen = smoke ? corpora.slice(0, 1) : corpora;
  if (![medic, ...chosen.map(({ file }) => file)].every((file) => existsSync(file))) {
    return { title, notes: 'Skipped: MEDIC or the corpora (../shared/data) are not here.', measurements: [] };
  }
  const folder = await mkdtemp(join(tmpdir(), 'termlens-bench-'));
  const run = async (...arguments_: string[]): Promise<void> => {
    await promisify(execFile)(process.execPath, [join(installFolder, 'dist/cli.js'), ...arguments_], {
      env: { ...process.env, TERMLENS_HOME: folder },
    });
  };
  try {
    const dictionaryFile = smoke ? await writeBeginning(medic, '\n', 2_000, folder) : medic;
    await run('vocabulary', 'add', dictionaryFile, '--id', 'medic');
    const annotate = async (file: string, ...options: string[]): Promise<readonly AnnotatedDocument[]> => {
      const output = join(folder, 'found.txt');
      const formats = ['--from', 'pubtator', '--format', 'pubtator', '--force'];
      await run('annotate', file, ...formats, '--output', output, '--vocabularies', 'medic', ...options);
      return (await readAnnotatedSet(output)).documents;
    };
    const dictionary = await readDictionary(dictionaryFile);
    const conceptIdOf = createSameConcepts(dictionary);
    const rows: string[][] = [];
    for (const { name, file: whole, types } of chosen) {
      const file = smoke ? await writeBeginning(whole, '\n\n', 10, folder) : whole;
      const { documents: gold } = await readAnnotatedSet(file);
      const ways = [
        ['names as they are', lookUpNames(gold, dictionary)],
        ['names, normalized', await annotate(file, '--generators', 'exact')],
        ['TermLens', await annotate(file)],
      ] as const;
      for (const [way, documents] of ways) {
        const { agreement } = compareSets(gold, documents, { typesA: types, conceptIdOf });
        rows.push([`${name}, ${agreement.documents} documents`, way, ...describeAgreement(agreement)]);
      }
    }
    const header = ['corpus', 'found by', 'same span', 'and a concept', 'overlapping', 'and a concept'];
    return {
      title,
      notes: [
        'F1 (in brackets precision and recall) against the corpus, development parts, MEDIC; all identifiers of a concept are one.',
        '',
        ...formatTable([...header, 'concepts of a document'], rows),
      ].join('\n'),
      measurements: [],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns a file with the first `count` parts of another one. */
async function writeBeginning(
  file: string,
  separator: string,
  count: number,
  folder: string,
): Promise<string> {
  const content = await readFile(file);
  const text = (file.endsWith('.gz') ? gunzipSync(content) : content).toString();
  const beginning = join(folder, basename(file, '.gz'));
  await writeFile(beginning, text.split(separator).slice(0, count).join(separator) + separator);
  return beginning;
}

function describeAgreement({ same, overlapping, documentConcepts }: Agreement): string[] {
  return [same.spans, same.linkedSpans, overlapping.spans, overlapping.linkedSpans, documentConcepts].map(
    ({ f1 = 0, precision = 0, recall = 0 }) =>
      `${f1.toFixed(3)} (${precision.toFixed(3)}, ${recall.toFixed(3)})`,
  );
}
