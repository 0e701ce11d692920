import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { encoderPlaces } from '../src/core/encoder/encoderPlaces.ts';
import { createEncoderProcess } from '../src/core/encoder/host/encoderProcess.ts';
import weights from '../src/core/linking/candidates/rankerWeights.json' with { type: 'json' };
import { defaultLinkOptions } from '../src/core/linking/candidate.ts';
import { projectFolder } from './projectFolder.ts';
import {
  fitConditionalLogit,
  predict,
  type Prediction,
  type RankingExample,
} from './ranker/conditionalLogit.ts';
import { readDevelopmentSets } from './ranker/developmentSets.ts';
import { gatherExamples } from './ranker/gatherExamples.ts';

/*
 * Fits the ranker's weights on development sets and writes them into src/core/linking/candidates/rankerWeights.json:
 *
 *   node scripts/fitRanker.ts --data FOLDER --stores FOLDER [--write]
 *
 * DATA is the data folder with BioSyn's archives unpacked in it; STORES is where dictionaries are kept encoded. What
 * is printed comes from cross-validation: every mention is judged by weights that were fitted without it.
 * Test sets are not touched.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    stores: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
if (values.data === undefined || values.stores === undefined) {
  throw new Error('Usage: node scripts/fitRanker.ts --data FOLDER --stores FOLDER [--write]');
}
const folds = 4;

const examples = await readExamples(values.data, resolve(values.stores));
process.stdout.write(`${crossValidate(examples)}\n`);
const fitted = fitConditionalLogit(examples, weights);
process.stdout.write(`${JSON.stringify(fitted)}\n`);
if (values.write) {
  const file = join(projectFolder, 'src', 'core', 'linking', 'candidates', 'rankerWeights.json');
  await writeFile(file, `${JSON.stringify(fitted, null, 2)}\n`);
}

async function readExamples(data: string, storeFolder: string): Promise<RankingExample[]> {
  const encoderProcess = createEncoderProcess({
    ...encoderPlaces({ installFolder: projectFolder, dataFolder: storeFolder }),
    modelFolder: join(projectFolder, 'models', 'starter'),
    precision: 'fp32',
    executionProvider: 'cpu',
    idleTimeoutMs: 0,
  });
  try {
    const encoder = await encoderProcess.encoder();
    const bundledVocabulary = join(projectFolder, 'vocabularies', 'starter');
    const sets = await readDevelopmentSets({ data, bundledVocabulary, encoder, storeFolder });
    const all: RankingExample[] = [];
    for (const set of sets) {
      process.stderr.write(`${set.name}: ${set.mentions.length} mentions\n`);
      all.push(...(await gatherExamples(set, encoder)));
      set.store.close();
    }
    return all;
  } finally {
    encoderProcess.dispose();
  }
}

function crossValidate(all: readonly RankingExample[]): string {
  const judged: { example: RankingExample; prediction: Prediction }[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const learned = fitConditionalLogit(
      all.filter(({ group }) => foldOf(group) !== fold),
      weights,
    );
    const held = all.filter(({ group }) => foldOf(group) === fold);
    judged.push(...held.map((example) => ({ example, prediction: predict(example, learned) })));
  }
  const table = new Table({
    head: ['set', 'mentions', 'accuracy@1', 'accuracy@5', 'answered', 'of those right', 'calibration error'],
    style: { head: [], border: [] },
  });
  const groups = Map.groupBy(judged, ({ example }) => example.set);
  for (const [set, members] of [...groups, ['all', judged] as const]) {
    table.push([set, ...describe(members)]);
  }
  return table.toString();
}

function describe(members: readonly { example: RankingExample; prediction: Prediction }[]): string[] {
  const countOf = (is: (prediction: Prediction) => boolean): number =>
    members.reduce((sum, { example, prediction }) => sum + (is(prediction) ? example.count : 0), 0);
  const total = countOf(() => true);
  const answered = countOf(({ firstProbability }) => firstProbability >= defaultLinkOptions.minScore);
  const right = countOf(
    ({ firstProbability, firstRight }) => firstRight && firstProbability >= defaultLinkOptions.minScore,
  );
  let error = 0;
  for (let bin = 0; bin < 10; bin++) {
    const inside = members.filter(
      ({ prediction }) => Math.min(9, Math.floor(prediction.firstProbability * 10)) === bin,
    );
    error += Math.abs(
      inside.reduce(
        (sum, { example, prediction }) =>
          sum + example.count * (prediction.firstProbability - Number(prediction.firstRight)),
        0,
      ),
    );
  }
  const share = (count: number, of = total): string => (of === 0 ? '' : (count / of).toFixed(4));
  return [
    String(total),
    share(countOf(({ rank }) => rank === 0)),
    share(countOf(({ rank }) => rank !== undefined && rank < 5)),
    share(answered),
    share(right, answered),
    share(error),
  ];
}

function foldOf(group: string): number {
  let hash = 7;
  for (const character of group) {
    hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
  }
  return hash % folds;
}
