import type { EvaluationMention } from './corpora/corpus.ts';
import type { DictionaryNames } from './dictionaryNames.ts';
import type { LinkerOutcomes } from './evaluateLinker.ts';
import { accuracyAtK, isWithin, type Ranks } from './metrics/accuracy.ts';
import { bootstrapInterval, type Interval } from './metrics/bootstrap.ts';
import { measureCalibration, type Calibration } from './metrics/calibration.ts';
import { measureLatency, type Latency } from './metrics/latency.ts';
import { meanReciprocalRank } from './metrics/meanReciprocalRank.ts';
import { measureNil, type NilMetrics } from './metrics/nil.ts';

/** Accuracies of some mentions, each with its 95 % bootstrap interval. */
export interface AccuracyFigures {
  readonly mentions: number;
  readonly accuracyAt1: number | undefined;
  readonly accuracyAt5: number | undefined;
  readonly accuracyAt20: number | undefined;
  readonly meanReciprocalRank: number | undefined;
  readonly intervals: {
    readonly accuracyAt1: Interval | undefined;
    readonly accuracyAt5: Interval | undefined;
    readonly accuracyAt20: Interval | undefined;
    readonly meanReciprocalRank: Interval | undefined;
  };
}

export interface SplitFigures {
  readonly all: AccuracyFigures;
  /** Mentions that are names of the dictionary, up to case, punctuation and diacritics. */
  readonly exact: AccuracyFigures;
  readonly notExact: AccuracyFigures;
}

export interface EvaluationReport {
  /** That have a right concept; accuracies are over these, whether the dictionary has it or not. */
  readonly mentions: number;
  /** Of these, those whose right concept the dictionary lacks: no linker finds it. */
  readonly goldOutsideDictionary: number;
  /** Over concepts, through the linker: what a user sees. */
  readonly concepts: SplitFigures;
  /** Over names, with vectors alone: as figures are published. */
  readonly names: SplitFigures;
  /** Looking names up, and nothing else. */
  readonly exactMatchAccuracy: number | undefined;
  /** Over all mentions, also those for which the corpus has no concept. */
  readonly nil: NilMetrics;
  /** Of what a user is shown first. */
  readonly calibration: Calibration;
  readonly latency: Latency;
}

/** @param nameRanks and the outcomes: row `i` belongs to `mentions[i]`. */
export function createReport(
  mentions: readonly EvaluationMention[],
  dictionary: DictionaryNames,
  nameRanks: Ranks,
  { outcomes, timesMs }: LinkerOutcomes,
): EvaluationReport {
  const rows = mentions.map((mention, i) => ({ mention, nameRank: nameRanks[i], outcome: outcomes[i] }));
  const withGold = rows.filter(({ mention }) => mention.gold.length > 0);
  const shown = rows.flatMap(({ outcome }) =>
    outcome?.shownScore === undefined
      ? []
      : [{ score: outcome.shownScore, correct: isWithin(outcome.rank, 1) }],
  );
  const split = (rankOf: (row: (typeof rows)[number]) => number | undefined): SplitFigures => ({
    all: measure(withGold.map(rankOf)),
    exact: measure(withGold.filter(({ mention }) => dictionary.isExact(mention)).map(rankOf)),
    notExact: measure(withGold.filter(({ mention }) => !dictionary.isExact(mention)).map(rankOf)),
  });
  const exactRanks = withGold.map(({ mention }) => (dictionary.isFoundExactly(mention) ? 1 : undefined));
  return {
    mentions: withGold.length,
    goldOutsideDictionary: withGold.filter(({ mention }) => dictionary.isNil(mention)).length,
    concepts: split(({ outcome }) => outcome?.rank),
    names: split(({ nameRank }) => nameRank),
    exactMatchAccuracy: accuracyAtK(exactRanks, 1),
    nil: measureNil(
      rows.map(({ mention, outcome }) => ({
        isNil: dictionary.isNil(mention),
        saidNil: outcome?.saidNil ?? true,
      })),
    ),
    calibration: measureCalibration(shown),
    latency: measureLatency(timesMs),
  };
}

function measure(ranks: Ranks): AccuracyFigures {
  const intervalAtK = (k: number): Interval | undefined =>
    bootstrapInterval(ranks.map((rank) => Number(isWithin(rank, k))));
  return {
    mentions: ranks.length,
    accuracyAt1: accuracyAtK(ranks, 1),
    accuracyAt5: accuracyAtK(ranks, 5),
    accuracyAt20: accuracyAtK(ranks, 20),
    meanReciprocalRank: meanReciprocalRank(ranks),
    intervals: {
      accuracyAt1: intervalAtK(1),
      accuracyAt5: intervalAtK(5),
      accuracyAt20: intervalAtK(20),
      meanReciprocalRank: bootstrapInterval(ranks.map((rank) => (rank === undefined ? 0 : 1 / rank))),
    },
  };
}
