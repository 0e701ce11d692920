import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataFolder } from '../src/core/dataFolder.ts';
import type { ScoreCalibration } from '../src/core/encoder/encoder.ts';
import { openOnnxEncoder } from '../src/core/encoder/runtime/onnxEncoder.ts';
import { createLinkingService } from '../src/core/linking/service/linkingService.ts';
import { normalizeName } from '../src/core/vocabulary/normalizeName.ts';
import { projectFolder } from './projectFolder.ts';
import { readMesh } from './readMesh.ts';

/*
 * Fits the curve from cosine similarity to score of the bundled encoder and writes it into its manifest:
 *
 *   node scripts/fitCalibration.ts --data FOLDER --words FILE [--write]
 *
 * A mention counts as right when the nearest name's concept is one of its concepts. Mentions are those of the
 * NCBI-disease and BC5CDR-disease development sets (BioSyn's form) that are no exact name of the bundled
 * vocabulary; most name a concept that it does not have, so that the score also tells what is not there.
 * As many English words that occur in no MeSH name count as wrong. Test sets are not touched.
 */
interface Example {
  readonly similarity: number;
  readonly right: boolean;
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    words: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
if (values.data === undefined || values.words === undefined) {
  throw new Error('Usage: node scripts/fitCalibration.ts --data FOLDER --words FILE [--write]');
}

const examples = await collectExamples(values.data, values.words);
const calibration = fitLogistic(examples);
process.stdout.write(`${examples.length} examples, ${examples.filter(({ right }) => right).length} right\n`);
process.stdout.write(`slope ${calibration.slope}, intercept ${calibration.intercept}\n`);
process.stdout.write(formatReliability(examples, calibration));
if (values.write) {
  const file = join(projectFolder, 'models', 'starter', 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, `${JSON.stringify({ ...manifest, scoreCalibration: calibration }, null, 2)}\n`);
}

async function collectExamples(data: string, wordFile: string): Promise<Example[]> {
  const service = createLinkingService({
    installFolder: projectFolder,
    dataFolder: defaultDataFolder(),
    encoder: { model: 'starter', precision: 'auto', executionProvider: 'cpu', idleTimeoutMs: 0 },
    vocabularies: [],
  });
  try {
    const [store] = (await service.open()).stores;
    if (!store) {
      throw new Error('The bundled vocabulary is missing.');
    }
    const development = await readDevelopmentMentions(data);
    const otherWords = await readOtherWords(data, wordFile);
    const texts = [...development.map(([mention]) => mention), ...otherWords];
    const same = await store.findByNormalizedName(texts.map(normalizeName));
    const exact = new Set(texts.filter((_, i) => same[i]?.length !== 0));
    const gold = new Map(development.filter(([mention]) => !exact.has(mention)));
    const words = otherWords.filter((word) => !exact.has(word));
    const step = Math.ceil(words.length / gold.size);
    const mentions = [...gold.keys(), ...words.filter((_, i) => i % step === 0)];
    const nearest = await store.findNearest(await encode(mentions), 1);
    const names = await store.names([...new Set(nearest.flat().map(({ nameId }) => nameId))]);
    const concepts = await store.concepts(names.map(({ conceptId }) => conceptId));
    const conceptOf = new Map(names.map(({ nameId }, i) => [nameId, concepts[i]]));
    return mentions.flatMap((mention, i) => {
      const match = nearest[i]?.[0];
      const concept = match && conceptOf.get(match.nameId);
      return match && concept
        ? [{ similarity: match.similarity, right: gold.get(mention)?.has(concept.curie) ?? false }]
        : [];
    });
  } finally {
    service.dispose();
  }
}

async function encode(mentions: readonly string[]): Promise<Float32Array> {
  const encoder = await openOnnxEncoder({
    modelFolder: join(projectFolder, 'models', 'starter'),
    precision: 'auto',
    executionProvider: 'cpu',
  });
  const job = encoder.createJob(mentions);
  while (await job.runNextBatch()) {
    // The next batch.
  }
  return job.vectors;
}

async function readDevelopmentMentions(data: string): Promise<[mention: string, curies: Set<string>][]> {
  const sets = ['biosyn-ncbi-d', 'biosyn-bc5cdr-d'].map(async (folder) => {
    const file = await readFile(join(data, folder, 'data.json'), 'utf8');
    return (JSON.parse(file) as { dev: [string, string][] }).dev;
  });
  return (await Promise.all(sets))
    .flat()
    .filter(([, ids]) => !ids.includes('+'))
    .map(([mention, ids]) => [mention, new Set(ids.split('|').map((id) => `MESH:${id}`))]);
}

async function readOtherWords(data: string, wordFile: string): Promise<string[]> {
  const mesh = readMesh(join(data, 'mesh-desc', 'mesh2024_descriptors.tsv.gz'));
  const medical = new Set([...(mesh?.descriptorsOf.keys() ?? [])].flatMap((name) => name.split(' ')));
  const words = (await readFile(wordFile, 'utf8')).split('\n');
  return words.filter((word) => /^[a-z]{4,}$/u.test(word) && !medical.has(word));
}

/** Maximum likelihood by Newton's method; two parameters, so the Hessian is solved by hand. */
function fitLogistic(data: readonly Example[]): ScoreCalibration {
  let slope = 1;
  let intercept = 0;
  for (let step = 0; step < 100; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-6, 0, 1e-6];
    for (const { similarity, right } of data) {
      const p = 1 / (1 + Math.exp(-(slope * similarity + intercept)));
      const error = Number(right) - p;
      const weight = p * (1 - p);
      g0 += error;
      g1 += error * similarity;
      h00 += weight;
      h01 += weight * similarity;
      h11 += weight * similarity * similarity;
    }
    const determinant = h00 * h11 - h01 * h01;
    intercept += (h11 * g0 - h01 * g1) / determinant;
    slope += (h00 * g1 - h01 * g0) / determinant;
  }
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return { slope: round(slope), intercept: round(intercept) };
}

function formatReliability(data: readonly Example[], { slope, intercept }: ScoreCalibration): string {
  const bins = Array.from({ length: 10 }, (_, bin) => {
    const inside = data.filter(({ similarity }) => {
      const score = 1 / (1 + Math.exp(-(slope * similarity + intercept)));
      return Math.min(9, Math.floor(score * 10)) === bin;
    });
    const right = inside.filter((example) => example.right).length;
    return `| ${(bin / 10).toFixed(1)}–${((bin + 1) / 10).toFixed(1)} | ${inside.length} | ${inside.length > 0 ? (right / inside.length).toFixed(2) : ''} |`;
  });
  return `| score | mentions | right |\n| --- | --- | --- |\n${bins.join('\n')}\n`;
}
