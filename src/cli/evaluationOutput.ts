import type { EncoderDescription } from '../core/encoder/encoder.ts';
import type { Comparison } from '../core/evaluation/comparePredictions.ts';
import { formatGold } from '../core/evaluation/conceptIds.ts';
import type { EvaluationMention } from '../core/evaluation/corpora/corpus.ts';
import type { Dictionary } from '../core/evaluation/dictionaries/dictionary.ts';
import type { DictionaryNames } from '../core/evaluation/dictionaryNames.ts';
import type { LinkOutcome } from '../core/evaluation/evaluateLinker.ts';
import type { AccuracyFigures, EvaluationReport, SplitFigures } from '../core/evaluation/evaluationReport.ts';
import type { Interval } from '../core/evaluation/metrics/bootstrap.ts';
import { printTable } from './printTable.ts';

/** A mention whose first candidate was wrong. */
export interface EvaluationError {
  readonly mention: string;
  readonly gold: string;
  readonly goldName: string | undefined;
  readonly rank: number | undefined;
  /** What came first; several where the mention has parts. */
  readonly first: readonly { readonly id: string; readonly name: string; readonly score: number }[];
}

/** All that `evaluate` tells. */
export interface Evaluation {
  readonly report: EvaluationReport;
  readonly comparison: Comparison | undefined;
  readonly errors: readonly EvaluationError[];
  readonly encoder: EncoderDescription;
  readonly dictionary: Dictionary;
  readonly options: {
    readonly dictionary: string;
    readonly queries: string;
    readonly types: readonly string[];
    readonly similarity: string;
    readonly generators?: readonly string[];
  };
}

export function findErrors(
  mentions: readonly EvaluationMention[],
  outcomes: readonly LinkOutcome[],
  dictionary: DictionaryNames,
): EvaluationError[] {
  return mentions.flatMap((mention, i) => {
    const outcome = outcomes[i];
    if (mention.gold.length === 0 || outcome === undefined || outcome.rank === 1) {
      return [];
    }
    const first = outcome.lists.flatMap(([candidate]) =>
      candidate ? [{ id: candidate.curie, name: candidate.matchedName, score: candidate.score }] : [],
    );
    const { rank } = outcome;
    const gold = formatGold(mention.gold);
    return [{ mention: mention.mention, gold, goldName: dictionary.goldName(mention), rank, first }];
  });
}

/** The keys on the top level are the contract; null stands for a share of nothing. */
export function toJson({ report, comparison, errors, encoder, dictionary, options }: Evaluation): unknown {
  const { concepts, names } = report;
  return {
    mentions: report.mentions,
    accuracyAt1: concepts.all.accuracyAt1 ?? null,
    accuracyAt5: concepts.all.accuracyAt5 ?? null,
    accuracyAt20: concepts.all.accuracyAt20 ?? null,
    meanReciprocalRank: concepts.all.meanReciprocalRank ?? null,
    accuracyAt1Names: names.all.accuracyAt1 ?? null,
    accuracyAt5Names: names.all.accuracyAt5 ?? null,
    accuracyAt20Names: names.all.accuracyAt20 ?? null,
    exactMatchAccuracy: report.exactMatchAccuracy ?? null,
    encoder: encoder.modelId,
    encoderFingerprint: encoder.fingerprint,
    precision: encoder.precision,
    executionProvider: encoder.executionProvider,
    similarity: options.similarity,
    ...(options.generators && { generators: options.generators }),
    dictionary: {
      file: options.dictionary,
      sha256: dictionary.sha256,
      concepts: dictionary.concepts.length,
      names: countNames(dictionary),
    },
    queries: options.queries,
    types: options.types,
    goldOutsideDictionary: report.goldOutsideDictionary,
    concepts,
    names,
    nil: { ...report.nil, precision: report.nil.precision ?? null, recall: report.nil.recall ?? null },
    expectedCalibrationError: report.calibration.expectedCalibrationError ?? null,
    calibrationBins: report.calibration.bins,
    medianMs: report.latency.medianMs ?? null,
    p95Ms: report.latency.p95Ms ?? null,
    ...(comparison && { comparison }),
    ...(errors.length > 0 && { errors }),
  };
}

export function printEvaluation({
  report,
  comparison,
  errors,
  encoder,
  dictionary,
  options,
}: Evaluation): void {
  const { nil, calibration, latency } = report;
  const size = `${count(dictionary.concepts.length)} concepts, ${count(countNames(dictionary))} names`;
  const write = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  write(`Dictionary  ${options.dictionary} (${size})`);
  write(`Queries     ${options.queries} (${count(report.mentions)} mentions with a concept)`);
  write(`Encoder     ${encoder.modelId} ${encoder.precision} on ${encoder.executionProvider}\n`);
  const head = ['', 'Mentions', 'Accuracy@1', '@5', '@20', 'Mean reciprocal rank'];
  printTable(head, [
    ...toRows('Concepts', report.concepts),
    ...toRows(`Names, ${options.similarity}`, report.names),
    ['Looked up by name alone', count(report.mentions), percent(report.exactMatchAccuracy), '', '', ''],
  ]);
  write(
    '\nIn brackets: 95 % bootstrap intervals. Over names as published figures are, over concepts as a user sees it.',
  );
  if (report.goldOutsideDictionary > 0) {
    write(`Misses because the dictionary lacks the right concept: ${count(report.goldOutsideDictionary)}.`);
  }
  write(
    `\nNIL         precision ${percent(nil.precision)}, recall ${percent(nil.recall)} ` +
      `(nothing is right for ${count(nil.nilMentions)}, nothing was proposed for ${count(nil.saidNil)})`,
  );
  write(`Time        ${ms(latency.medianMs)} a mention (median), ${ms(latency.p95Ms)} (95th percentile)`);
  write(`Calibration expected error ${percent(calibration.expectedCalibrationError)}\n`);
  printTable(
    ['Score', 'Mentions', 'Mean score', 'Right'],
    calibration.bins
      .filter(({ mentions }) => mentions > 0)
      .map(({ from, to, mentions, meanScore, accuracy }) => [
        `${from.toFixed(1)}–${to.toFixed(1)}`,
        count(mentions),
        percent(meanScore),
        percent(accuracy),
      ]),
  );
  if (comparison) {
    printComparison(comparison, write);
  }
  if (errors.length > 0) {
    write('');
    printTable(['Mention', 'Right', 'Rank', 'Came first', 'Score'], errors.map(toErrorRow));
  }
}

function printComparison(
  { mentions, wins, losses, difference, interval, p }: Comparison,
  write: (line: string) => void,
): void {
  const points = (share: number): string => `${share < 0 ? '−' : '+'}${(Math.abs(share) * 100).toFixed(2)}`;
  const range = interval ? ` [${points(interval[0])}, ${points(interval[1])}]` : '';
  write(
    `\nCompared    accuracy@1 ${points(difference)} points${range}: wins ${wins}, losses ${losses} ` +
      `of ${count(mentions)} mentions, McNemar’s exact p ${p < 0.0001 ? '< 0.0001' : p.toFixed(4)}`,
  );
}

function toRows(what: string, { all, exact, notExact }: SplitFigures): string[][] {
  return [toRow(what, all), toRow('  exact', exact), toRow('  not exact', notExact)];
}

function toRow(what: string, { mentions, intervals, ...figures }: AccuracyFigures): string[] {
  const cell = (share: number | undefined, interval: Interval | undefined): string =>
    interval
      ? `${percent(share)} [${interval.map((end) => (end * 100).toFixed(1)).join(', ')}]`
      : percent(share);
  return [
    what,
    count(mentions),
    cell(figures.accuracyAt1, intervals.accuracyAt1),
    cell(figures.accuracyAt5, intervals.accuracyAt5),
    cell(figures.accuracyAt20, intervals.accuracyAt20),
    figures.meanReciprocalRank?.toFixed(4) ?? '–',
  ];
}

function toErrorRow({ mention, gold, goldName, rank, first }: EvaluationError): string[] {
  return [
    mention,
    `${goldName ?? '(not in the dictionary)'} ${gold}`,
    String(rank ?? '–'),
    first.length === 0 ? '(nothing)' : first.map(({ id, name }) => `${name} ${id}`).join(' + '),
    first.map(({ score }) => score.toFixed(2)).join(' + '),
  ];
}

function countNames({ concepts }: Dictionary): number {
  return concepts.reduce((sum, { names }) => sum + names.length, 0);
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(share * 100).toFixed(2)} %`;
}

function ms(time: number | undefined): string {
  return time === undefined ? '–' : `${time.toFixed(1)} ms`;
}
