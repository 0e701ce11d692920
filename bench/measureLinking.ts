import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConceptStore } from '../src/core/conceptStore/conceptStore.ts';
import { ensureConceptStore } from '../src/core/conceptStore/ensureConceptStore.ts';
import type { Encoder } from '../src/core/encoder/encoder.ts';
import { openOnnxEncoder, type OnnxEncoder } from '../src/core/encoder/runtime/onnxEncoder.ts';
import { candidateGenerators } from '../src/core/linking/candidate.ts';
import { findExactNames, findMatchedNames } from '../src/core/linking/candidates/matchedName.ts';
import { rankConcepts } from '../src/core/linking/candidates/ranker.ts';
import { nameKey } from '../src/core/vocabulary/nameKey.ts';
import { normalizeName } from '../src/core/vocabulary/normalizeName.ts';
import type { VocabularySource } from '../src/core/vocabulary/vocabularySource.ts';
import { readMeshTerms } from './meshTerms.ts';
import type { Measurement, Section } from './tables.ts';

const nameCount = 75_000;
const spansPerHover = 8;
const namesPerSpan = 24;

/** What each candidate generator and the ranker add to a hover over a large vocabulary, the encoder left out. */
export async function measureLinking(installFolder: string, smoke: boolean): Promise<Section> {
  const title = '10 Candidate generators and ranker';
  const terms = readMeshTerms(1);
  if (!terms) {
    return { title, notes: 'Skipped: MeSH (../shared/data/mesh-desc) is not here.', measurements: [] };
  }
  const names = terms.slice(0, smoke ? 2_000 : nameCount);
  const hovers = readHovers(terms.slice(names.length), smoke ? 5 : 200);
  const dataFolder = await mkdtemp(join(tmpdir(), 'termlens-bench-'));
  const onnx = await openOnnxEncoder({
    modelFolder: join(installFolder, 'models/starter'),
    precision: 'fp32',
    executionProvider: 'cpu',
  });
  try {
    const encoder = asEncoder(onnx);
    const store = await ensureConceptStore(createSource(names), { dataFolder, encoder });
    try {
      return {
        title,
        notes:
          `${names.length} terms of MeSH (${store.manifest.vectorEngine}); ${spansPerHover} spans a hover, each a ` +
          'term of MeSH that is not among them, with a slip of the pen in every other. The encoder’s time is not in it.',
        measurements: await measureHovers(store, encoder, onnx, hovers),
      };
    } finally {
      store.close();
    }
  } finally {
    await onnx.release();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function measureHovers(
  store: ConceptStore,
  encoder: Encoder,
  { description }: OnnxEncoder,
  hovers: readonly (readonly string[])[],
): Promise<Measurement[]> {
  const times = { exact: [], key: [], lexical: [], dense: [], all: [] } as Record<string, number[]>;
  const time = async (what: string, work: () => unknown): Promise<void> => {
    const start = performance.now();
    await work();
    times[what]?.push(performance.now() - start);
  };
  for (const spans of hovers) {
    const vectors = await encoder.encode(spans);
    const vectorOf = (i: number): Float32Array =>
      vectors.subarray(i * encoder.dimensions, (i + 1) * encoder.dimensions);
    await time('exact', () => findExactNames(store, spans));
    await time('key', () => store.findByNameKey(spans.map(nameKey)));
    await time('lexical', () => store.findByLetters(spans.map(normalizeName), 16));
    await time('dense', () => store.findNearest(vectors, namesPerSpan));
    await time('all', async () => {
      const nearest = await store.findNearest(vectors, namesPerSpan);
      const queries = spans.map((text, i) => ({ text, vector: vectorOf(i), nearest: nearest[i] ?? [] }));
      const matches = await findMatchedNames(store, queries, candidateGenerators);
      return spans.map((text, i) => rankConcepts(text, matches[i] ?? [], description.scoreCalibration));
    });
  }
  const row = (what: string, of: string): Measurement => ({ what, unit: 'ms', values: times[of] ?? [] });
  return [
    row('the same names', 'exact'),
    row('names with the same key', 'key'),
    row('names with similar letters', 'lexical'),
    row('nearest vectors', 'dense'),
    { ...row('all of them, features and ranker', 'all'), target: '≤ 5' },
  ];
}

function readHovers(terms: readonly string[], count: number): string[][] {
  const step = Math.floor(terms.length / (count * spansPerHover));
  return Array.from({ length: count }, (_, hover) =>
    Array.from({ length: spansPerHover }, (__, span) => {
      const term = terms[(hover * spansPerHover + span) * step] ?? '';
      return span % 2 === 0 ? term : term.slice(0, 3) + term.slice(4);
    }),
  );
}

function createSource(names: readonly string[]): VocabularySource {
  const description = {
    id: 'mesh-terms',
    title: 'Terms of MeSH',
    version: '2024',
    licence: 'NLM',
    source: 'mesh-desc',
  };
  return {
    description,
    sourceSha256: createHash('sha256').update(names.join('\n')).digest('hex'),
    readConcepts: () =>
      names.map((preferredName, i) => ({
        curie: `TERM:${i}`,
        preferredName,
        synonyms: [],
        semanticTypes: [],
      })),
  };
}

function asEncoder({ description, createJob }: OnnxEncoder): Encoder {
  const { fingerprint, dimensions } = description;
  return {
    fingerprint,
    dimensions,
    async encode(names) {
      const job = createJob(names);
      while (await job.runNextBatch());
      return job.vectors;
    },
  };
}
