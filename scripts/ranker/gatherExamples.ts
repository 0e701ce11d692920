import type { ConceptStore } from '../../src/core/conceptStore/conceptStore.ts';
import type { LoadedEncoder } from '../../src/core/encoder/host/encoderProcess.ts';
import { candidateGenerators } from '../../src/core/linking/candidate.ts';
import { findMatchedNames } from '../../src/core/linking/candidates/matchedName.ts';
import { findNearestNames } from '../../src/core/linking/candidates/queryVectors.ts';
import { describeAlternatives, describeNil } from '../../src/core/linking/candidates/ranker.ts';
import { rankingFeatures } from '../../src/core/linking/candidates/rankingFeatures.ts';
import { nilFeatures, type RankingExample } from './conditionalLogit.ts';

/** A mention of a development set; its abbreviations are written out already. */
export interface DevelopmentMention {
  readonly text: string;
  /** Whether a concept is right; never, for words that name nothing. */
  readonly isRight: (curie: string) => boolean;
}

export interface DevelopmentSet {
  readonly name: string;
  readonly store: ConceptStore;
  readonly mentions: readonly DevelopmentMention[];
  /** What all mentions of the set weigh together. */
  readonly weight: number;
}

/** Searches every mention as the linker does, and notes what the ranker would see. */
export async function gatherExamples(
  { name: set, store, mentions, weight }: DevelopmentSet,
  encoder: LoadedEncoder,
): Promise<RankingExample[]> {
  const texts = [...new Set(mentions.map(({ text }) => text))];
  const nearest = await findNearestNames([store], encoder, texts);
  const queries = texts.map((text, i) => ({
    text,
    vector: nearest[i]?.vector,
    nearest: nearest[i]?.nearest[0] ?? [],
  }));
  const matches = await findMatchedNames(store, queries, candidateGenerators);
  const conceptIds = [...new Set(matches.flat().map(({ name }) => name.conceptId))];
  const concepts = await store.concepts(conceptIds);
  const curieOf = new Map(conceptIds.map((conceptId, i) => [conceptId, concepts[i]?.curie ?? '']));
  const alternativesOf = new Map(
    texts.map((text, i) => {
      const alternatives = describeAlternatives(text, matches[i] ?? [], encoder.description.scoreCalibration);
      return [
        text,
        alternatives.map(({ conceptId, names }) => ({
          curie: curieOf.get(conceptId) ?? '',
          names: names.map(({ features }) => rankingFeatures.map((feature) => features[feature])),
        })),
      ] as const;
    }),
  );
  const examples = new Map<string, { example: RankingExample; count: number }>();
  for (const { text, isRight } of mentions) {
    const alternatives = (alternativesOf.get(text) ?? []).map(({ curie, names }) => ({
      right: isRight(curie),
      names,
    }));
    const key = JSON.stringify([text, alternatives.map(({ right }) => right)]);
    const nil = describeNil(text);
    const example = {
      set,
      group: text.toLowerCase(),
      nil: nilFeatures.map((feature) => nil[feature]),
      alternatives,
      count: 1,
      weight: 0,
    };
    const earlier = examples.get(key);
    examples.set(key, { example, count: (earlier?.count ?? 0) + 1 });
  }
  // A mention that stands in a corpus a hundred times must not teach a hundred times as much.
  const total = [...examples.values()].reduce((sum, { count }) => sum + Math.sqrt(count), 0);
  return [...examples.values()].map(({ example, count }) => ({
    ...example,
    count,
    weight: (weight * Math.sqrt(count)) / total,
  }));
}
