import { resolve } from 'node:path';
import type { Precision } from '../../src/core/encoder/encoder.ts';
import { openModelFolder } from '../../src/core/encoder/model/modelFolder.ts';
import { createNameTokenizer, type NameTokenizer } from '../../src/core/encoder/model/nameTokenizer.ts';
import type { OnnxEncoder } from '../../src/core/encoder/runtime/onnxEncoder.ts';
import { proposeSpansAt } from '../../src/core/mentionDetection/proposeSpans.ts';
import { readMeshTerms } from '../meshTerms.ts';
import { readAciBenchNotes, sampleNote } from '../notes.ts';
import type { Measurement, Section } from '../tables.ts';
import {
  cardBatch,
  createCardLoop,
  createRuntimeAlone,
  createTermLens,
  encodeAll,
  type Contestant,
  type Speed,
} from './contestants.ts';
import { createTransformers } from './transformersContestants.ts';
import { startTransformersPeer, type TransformersPeer } from './transformersPeer.ts';

export interface SapbertOptions {
  /** SapBERT, or a folder that `bench/makeBertBase.py` made; without it nothing is measured. */
  readonly modelFolder: string | undefined;
  readonly nameCount: number;
  readonly smoke: boolean;
}

/** What one contestant did, once a round. */
interface Result {
  readonly contestant: Contestant;
  readonly speeds: Speed[];
}

const title = '8 An encoder of SapBERT’s size, against others';
const spansPerHover = 8;
/** Few enough that all of them meet the same load of other processes; a vocabulary is encoded 4,096 at a time. */
const namesPerRound = 1_500;

/** Names per second of TermLens and of what else there is, in turn within one run, on the same files and names. */
export async function measureSapbert({ modelFolder, nameCount, smoke }: SapbertOptions): Promise<Section[]> {
  const terms = readMeshTerms(1);
  if (modelFolder === undefined || !terms) {
    const missing = terms ? 'no --model FOLDER was given' : '../shared/data/mesh-desc is not on this machine';
    return [{ title, notes: `SKIPPED: ${missing}.`, measurements: [] }];
  }
  const folder = await openModelFolder(resolve(modelFolder));
  const tokenize = createNameTokenizer(folder);
  const rounds = smoke ? 1 : Math.max(2, Math.round(nameCount / namesPerRound));
  const names = chooseNames(terms, smoke ? 128 : nameCount, tokenize, folder.maximumTokens);
  const tokens = names.reduce((sum, name) => sum + tokenize(name).length, 0) / names.length;

  const precisions = (['fp32', 'int8'] as const).filter((precision) => folder.onnxFiles[precision]);
  const onnxFile = (precision: Precision): string => folder.onnxFiles[precision] ?? '';
  const cardShare = cardBatch / (names.length / rounds);
  const card = await createCardLoop(onnxFile('fp32'), tokenize, cardShare);
  const ours = await Promise.all(precisions.map((precision) => createTermLens(folder.path, precision)));
  const alone = await Promise.all(
    precisions.map((precision) =>
      createRuntimeAlone(onnxFile(precision), precision, tokenize, folder.dimensions),
    ),
  );
  const { peer, described } = await findPeer(folder.path);
  try {
    const theirs: Contestant[][] = [];
    for (const precision of peer ? precisions : []) {
      theirs.push(peer ? await createTransformers(peer, precision, tokenize, names, smoke ? 16 : 256) : []);
    }
    const results = await alternate([card, ...ours, ...alone, ...theirs.flat()], names, rounds);
    const of = (contestant: Contestant | undefined): Result | undefined =>
      results.find((result) => result.contestant === contestant);
    const ratios = precisions.flatMap((precision, i) => [
      ...ratioRows(of(ours[i]), of(card), precision === 'fp32' ? '≥ 5' : '≥ 9'),
      ...(theirs[i] ?? []).flatMap((their) => ratioRows(of(ours[i]), of(their), '≥ 2')),
      ...ratioRows(of(ours[i]), of(alone[i]), '≥ 0.9'),
    ]);
    const hovers: Measurement[] = [];
    for (const { what: encoderName, encoder } of ours) {
      const target = encoder.description.precision === 'int8' ? { target: '≤ 60' } : {};
      const values = await timeHovers(encoder, smoke ? 3 : 40);
      const what = `${encoderName}: one hover, ${spansPerHover} spans of a note`;
      hovers.push({ what, unit: 'ms', values, ...target });
    }
    const notes =
      `${names.length} terms of MeSH of less than ${folder.maximumTokens} tokens, ${tokens.toFixed(1)} on average, in ` +
      `${rounds} round(s) of ${Math.ceil(names.length / rounds)}; all take turns in each, one process at a time. ` +
      `${described} `;
    return [
      { title, notes, measurements: [...results.map(rateRow), ...hovers] },
      {
        title: '8 The same as ratios',
        notes:
          'Names per second of the first over those of the second in the same round. Processor time is that of all ' +
          'threads: other load on the machine hardly changes it. Of the rows for transformers.js the lower ratio ' +
          'counts. ',
        measurements: ratios,
      },
    ];
  } finally {
    peer?.stop();
    await Promise.all(ours.map(({ encoder }) => encoder.release()));
  }
}

/** Every k-th, so that all of MeSH has its share; longer names are left out, for nobody is to gain by cutting them. */
function chooseNames(
  terms: readonly string[],
  count: number,
  tokenize: NameTokenizer,
  maximumTokens: number,
): string[] {
  const step = Math.max(1, Math.floor(terms.length / (count * 1.05)));
  return terms.filter((term, i) => i % step === 0 && tokenize(term).length < maximumTokens).slice(0, count);
}

async function findPeer(modelFolder: string): Promise<{ peer?: TransformersPeer; described: string }> {
  try {
    const peer = await startTransformersPeer(modelFolder);
    return {
      peer,
      described: `${peer.described}, in its best settings for names as given and for sorted ones.`,
    };
  } catch (error) {
    return {
      described: `SKIPPED: transformers.js, ${error instanceof Error ? error.message : String(error)}.`,
    };
  }
}

/** Every round has its own names; the order turns round each time, so that nobody always comes after the same one. */
async function alternate(
  contestants: readonly Contestant[],
  names: readonly string[],
  rounds: number,
): Promise<Result[]> {
  const results = contestants.map((contestant) => ({ contestant, speeds: [] as Speed[] }));
  for (const { contestant } of results) {
    await contestant.measure(names.slice(0, 16)); // warms up
  }
  for (let round = 0; round < rounds; round++) {
    const part = names.filter((_, i) => i % rounds === round);
    for (const { contestant, speeds } of round % 2 === 0 ? results : results.toReversed()) {
      const count = Math.ceil(part.length * Math.min(1, contestant.share));
      const speed = await contestant.measure(part.slice(0, count));
      speeds.push(speed);
      process.stderr.write(`${round + 1}/${rounds} ${contestant.what}: ${speed.rate.toFixed(1)} names/s\n`);
    }
  }
  return results;
}

function rateRow({ contestant: { what }, speeds }: Result): Measurement {
  return { what, unit: 'names/s', values: speeds.map(({ rate }) => rate), smallIsGood: false };
}

/** Round by round, in time and in processor time. */
function ratioRows(ours: Result | undefined, theirs: Result | undefined, target: string): Measurement[] {
  const what = `${ours?.contestant.what} / ${theirs?.contestant.what}`;
  const ratios = (of: (speed: Speed) => number): number[] =>
    (ours?.speeds ?? []).map((speed, round) => {
      const other = theirs?.speeds[round];
      return other ? of(speed) / of(other) : NaN;
    });
  return [
    { what, unit: '×', values: ratios(({ rate }) => rate), smallIsGood: false, target },
    {
      what,
      unit: '×, processor time',
      values: ratios(({ processorRate }) => processorRate),
      smallIsGood: false,
    },
  ];
}

/** Milliseconds of each hover's batch: the spans around a word, which share words as a hover's do. */
async function timeHovers(encoder: OnnxEncoder, count: number): Promise<number[]> {
  const lines = (readAciBenchNotes() ?? [sampleNote]).join('\n').split('\n');
  const batches = lines
    .map((line) => proposeSpansAt(line, Math.floor(line.length / 2)).map(({ name }) => name))
    .filter((spans) => spans.length >= spansPerHover)
    .map((spans) => spans.slice(0, spansPerHover));
  const times: number[] = [];
  for (const batch of batches.slice(0, count)) {
    const start = performance.now();
    await encodeAll(encoder, batch);
    times.push(performance.now() - start);
  }
  return times;
}
