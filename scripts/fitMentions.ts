import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureConceptStore } from '../src/core/conceptStore/ensureConceptStore.ts';
import { encoderPlaces } from '../src/core/encoder/encoderPlaces.ts';
import { createEncoderProcess, type LoadedEncoder } from '../src/core/encoder/host/encoderProcess.ts';
import { readQueries } from '../src/core/evaluation/corpora/readQueries.ts';
import { createDictionaryVocabulary } from '../src/core/evaluation/dictionaryVocabulary.ts';
import { readDictionary } from '../src/core/evaluation/dictionaries/readDictionary.ts';
import { defaultLinkOptions } from '../src/core/linking/candidate.ts';
import { readDocumentContext } from '../src/core/linking/documentContext.ts';
import { searchSpans } from '../src/core/linking/mentions/findMentions.ts';
import { createLinker, type Linker } from '../src/core/linking/linker.ts';
import { describeMention, mentionFeatures } from '../src/core/linking/mentions/mentionLikelihood.ts';
import { readSurroundings } from '../src/core/linking/surroundings.ts';
import { splitIntoSentences } from '../src/core/mentionDetection/sentences.ts';
import { fitLogisticRegression, type LabelledRow } from './mentions/logisticRegression.ts';
import { projectFolder } from './projectFolder.ts';
import { corporaOfDocuments, type CorpusOfDocuments } from './ranker/developmentSets.ts';

/*
 * Fits the weights that tell mentions from other words on the development parts of NCBI-disease, BC5CDR-disease and
 * GSC+, as much of each, and writes them into src/core/linking/mentions/mentionWeights.json:
 *
 *   node scripts/fitMentions.ts --data FOLDER --stores FOLDER [--leave-out NAME] [--write]
 *
 * STORES is where dictionaries are kept encoded. With --leave-out a corpus is not learned from, so that it can be scored.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    stores: { type: 'string' },
    'leave-out': { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
if (values.data === undefined || values.stores === undefined) {
  throw new Error(
    'Usage: node scripts/fitMentions.ts --data FOLDER --stores FOLDER [--leave-out NAME] [--write]',
  );
}
const storeFolder = resolve(values.stores);
const { data } = values;
const encoderProcess = createEncoderProcess({
  ...encoderPlaces({ installFolder: projectFolder, dataFolder: storeFolder }),
  modelFolder: join(projectFolder, 'models', 'starter'),
  precision: 'fp32',
  executionProvider: 'cpu',
  idleTimeoutMs: 0,
});
try {
  const encoder = await encoderProcess.encoder();
  const rows: LabelledRow[] = [];
  for (const corpus of corporaOfDocuments((...path) => join(data, ...path))) {
    if (corpus.name !== values['leave-out']) {
      rows.push(...(await readRows(corpus, encoder)));
    }
  }
  const fitted = fitLogisticRegression(rows);
  const weights = Object.fromEntries(
    mentionFeatures.map((feature, i) => [feature, Number((fitted[i] ?? 0).toFixed(4))]),
  );
  process.stdout.write(`${JSON.stringify(weights, null, 2)}\n`);
  if (values.write) {
    const file = join(projectFolder, 'src', 'core', 'linking', 'mentions', 'mentionWeights.json');
    await writeFile(file, `${JSON.stringify(weights, null, 2)}\n`);
  }
} finally {
  encoderProcess.dispose();
}

async function readRows(corpus: CorpusOfDocuments, encoder: LoadedEncoder): Promise<LabelledRow[]> {
  const { mentions } = await readQueries(corpus.queries, { types: corpus.types, part: 'dev' });
  const source = createDictionaryVocabulary(await readDictionary(corpus.dictionary), encoder.fingerprint);
  const store = await ensureConceptStore(source, { dataFolder: storeFolder, encoder });
  const linker = createLinker([store], encoder);
  const rows: { features: number[]; label: boolean }[] = [];
  for (const [text, annotated] of Map.groupBy(mentions, ({ document }) => document?.text ?? '')) {
    const marked = new Set(annotated.map(({ range }) => `${range?.start ?? -1} ${range?.end ?? -1}`));
    rows.push(...(await readDocument(text, marked, linker)));
  }
  store.close();
  process.stderr.write(
    `${corpus.name}: ${rows.length} spans, ${rows.filter(({ label }) => label).length} of them mentions\n`,
  );
  return rows.map((row) => ({ ...row, weight: 1 / rows.length }));
}

/** @param marked start and end of each mention that people annotated. */
async function readDocument(
  text: string,
  marked: ReadonlySet<string>,
  linker: Linker,
): Promise<{ features: number[]; label: boolean }[]> {
  const document = readDocumentContext(text);
  const sentences = [...splitIntoSentences(text)];
  const surroundings = sentences.map((sentence) => readSurroundings(text, sentence));
  const found = await searchSpans(linker, surroundings, defaultLinkOptions, { document });
  return found.flatMap((spans, i) =>
    spans.map((span) => {
      const start = sentences[i]?.start ?? 0;
      return {
        features: describeMention(span),
        label: marked.has(`${start + span.start} ${start + span.end}`),
      };
    }),
  );
}
