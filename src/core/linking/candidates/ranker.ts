import type { ScoreCalibration } from '../../encoder/encoder.ts';
import { nameKey } from '../../vocabulary/nameKey.ts';
import { normalizeName } from '../../vocabulary/normalizeName.ts';
import type { MatchedName } from './matchedName.ts';
import weights from './rankerWeights.json' with { type: 'json' };
import { describeName, numbersOf, type FeatureValues } from './rankingFeatures.ts';

/** A concept of one store with the name that speaks for it. */
export interface RankedConcept {
  readonly conceptId: number;
  readonly match: MatchedName;
  /** The probability that it is the one meant. */
  readonly probability: number;
}

export interface RankerWeights {
  readonly candidate: FeatureValues;
  readonly nil: NilFeatures;
}

/** What speaks against any concept: a constant, and how much there is to go by. */
export interface NilFeatures {
  readonly bias: number;
  readonly words: number;
  readonly shortness: number;
}

/**
 * Orders the concepts of one store, likeliest first. A conditional logit model (McFadden 1974): each concept's
 * utility is a weighted sum of features of its best name, "none of them" is one more alternative, and the
 * probabilities of all add up to one, so that two concepts that are equally near each get half. The weights are
 * fitted on development sets by `scripts/fitRanker.ts`.
 */
export function rankConcepts(
  mention: string,
  matches: readonly MatchedName[],
  calibration: ScoreCalibration,
  { candidate, nil }: RankerWeights = weights,
): RankedConcept[] {
  const alternatives = describeAlternatives(mention, matches, calibration).map(({ conceptId, names }) => {
    const scored = names.map(({ match, features }) => ({ match, utility: weigh(features, candidate) }));
    return { conceptId, ...scored.reduce((best, other) => (other.utility > best.utility ? other : best)) };
  });
  const nilUtility = weigh(describeNil(mention), nil);
  const highest = alternatives.reduce((most, { utility }) => Math.max(most, utility), nilUtility);
  const total = alternatives.reduce(
    (sum, { utility }) => sum + Math.exp(utility - highest),
    Math.exp(nilUtility - highest),
  );
  return alternatives
    .map(({ conceptId, match, utility }) => ({
      conceptId,
      match,
      probability: Math.exp(utility - highest) / total,
    }))
    .sort((a, b) => b.probability - a.probability);
}

export interface Alternative {
  readonly conceptId: number;
  readonly names: readonly { readonly match: MatchedName; readonly features: FeatureValues }[];
}

/** The matched names by concept, each with its features; what the ranker is fitted on. */
export function describeAlternatives(
  mention: string,
  matches: readonly MatchedName[],
  calibration: ScoreCalibration,
): Alternative[] {
  const mentionNumbers = numbersOf(nameKey(mention));
  const normalizedMention = normalizeName(mention);
  return [...Map.groupBy(matches, ({ name }) => name.conceptId)].map(([conceptId, group]) => ({
    conceptId,
    names: group.map((match) => ({
      match,
      features: describeName(match, {
        mentionNumbers,
        normalizedMention,
        calibration,
        proposedNames: group.length,
      }),
    })),
  }));
}

export function describeNil(mention: string): NilFeatures {
  const letters = mention.replace(/[^\p{L}\p{N}]/gu, '').length;
  return {
    bias: 1,
    words: Math.log(1 + mention.trim().split(/\s+/u).length),
    shortness: Math.max(0, 6 - letters),
  };
}

function weigh<Features extends object>(
  features: Features,
  by: { readonly [F in keyof Features]: number },
): number {
  let sum = 0;
  for (const feature of Object.keys(features) as (keyof Features)[]) {
    sum += (features[feature] as number) * by[feature];
  }
  return sum;
}
