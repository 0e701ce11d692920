import type { ConceptStore } from '../conceptStore/conceptStore.ts';
import type { LoadedEncoder } from '../encoder/host/encoderProcess.ts';
import type { SectionKind } from '../mentionDetection/sectionHeadings.ts';
import { normalizeName } from '../vocabulary/normalizeName.ts';
import type { Candidate, LinkResult } from './candidate.ts';
import type { DocumentContext } from './documentContext.ts';
import { isDosed, phrasesAround, type Surroundings } from './surroundings.ts';

export interface DisambiguationContext {
  readonly document: DocumentContext | undefined;
  readonly surroundings: Surroundings;
}

/** What each kind of section speaks of, as parts of the names of semantic types. */
const expectedTypes: Partial<Record<SectionKind, RegExp>> = {
  medications: /drug|chemical|substance|medic/iu,
  allergies: /drug|chemical|substance|medic/iu,
  problems: /disorder|disease|finding|symptom/iu,
  history: /disorder|disease|finding|symptom/iu,
  familyHistory: /disorder|disease/iu,
  procedures: /procedure/iu,
  examination: /finding|symptom|sign|anatom/iu,
  laboratory: /laborator/iu,
};
const drugTypes = /drug|chemical|substance|medic/iu;

/**
 * How much each sign adds to the logarithm of a meaning's odds. Set by hand on the sentences in
 * `test/server/linkedMentions.tsv`; no corpus here has enough ambiguous names to fit them.
 */
const weights = { written: 3, section: 1, dose: 4, neighbours: 16 };

/** Shorter names stand in a document by chance. */
const shortestWrittenName = 5;

/** The results whose first candidates share one name; the others need no context. */
export function isAmbiguous({ candidates }: Pick<LinkResult, 'candidates'>): boolean {
  return sharingCandidates(candidates).length > 1;
}

/**
 * Weighs the meanings of an ambiguous name ("MS") by what stands around it: whether the document writes one of them
 * out, the section, a dose, and how near the concepts' names are to the phrases in the same sentence.
 */
export async function disambiguate(
  result: LinkResult,
  stores: readonly ConceptStore[],
  encoder: LoadedEncoder,
  { document, surroundings }: DisambiguationContext,
  signal?: AbortSignal,
): Promise<LinkResult> {
  const sharing = sharingCandidates(result.candidates);
  const meanings = await Promise.all(sharing.map((candidate) => readMeaning(candidate, stores)));
  const nearness = await measureNearness(result.mention, meanings, encoder, surroundings, signal);
  const written = meanings.map((meaning) => document !== undefined && isWritten(meaning, document));
  const dosed = isDosed(result.mention, surroundings);
  const expected = surroundings.section && expectedTypes[surroundings.section];
  const utilities = sharing.map((candidate, i) => {
    const isOf = (types: RegExp): boolean => candidate.semanticTypes.some((type) => types.test(type));
    return (
      Math.log(Math.max(candidate.score, 1e-6)) +
      (written[i] === true ? weights.written : 0) +
      (expected && isOf(expected) ? weights.section : 0) +
      (dosed && isOf(drugTypes) ? weights.dose : 0) +
      weights.neighbours * (nearness[i] ?? 0)
    );
  });
  const highest = Math.max(...utilities);
  const total = utilities.reduce((sum, utility) => sum + Math.exp(utility - highest), 0);
  const weighed = sharing
    .map((candidate, i) => ({
      ...candidate,
      score: Math.round((1000 * Math.exp((utilities[i] ?? 0) - highest)) / total) / 1000,
    }))
    .sort((a, b) => b.score - a.score);
  return {
    ...result,
    candidates: [...weighed, ...result.candidates.filter((other) => !sharing.includes(other))],
  };
}

/** The candidates of the first one's vocabulary that have the mention itself for a name. */
function sharingCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  const [first] = candidates;
  return candidates.filter(
    ({ matchType, matchedName, vocabulary }) =>
      matchType === 'exact' &&
      vocabulary === first?.vocabulary &&
      first.matchType === 'exact' &&
      normalizeName(matchedName) === normalizeName(first.matchedName),
  );
}

/** A meaning by its names, without abbreviations, which are as ambiguous as the mention. */
interface Meaning {
  readonly names: readonly string[];
  /** As the store has them, one for each name. */
  readonly vectors: readonly Float32Array[];
}

async function readMeaning(
  { curie, vocabulary }: Candidate,
  stores: readonly ConceptStore[],
): Promise<Meaning> {
  const store = stores.find(({ manifest }) => manifest.id === vocabulary);
  const [concept] = (await store?.conceptsByCurie([curie])) ?? [];
  if (!store || !concept) {
    return { names: [], vectors: [] };
  }
  const names = [
    concept.preferredName,
    ...concept.synonyms.filter(({ abbreviation }) => !abbreviation).map(({ name }) => name),
  ];
  const vectors = await store.findVectors(names);
  return { names, vectors: vectors.filter((vector) => vector !== undefined) };
}

function isWritten({ names }: Meaning, { normalizedText }: DocumentContext): boolean {
  return names.some((name) => {
    const normalized = normalizeName(name);
    return normalized.length >= shortestWrittenName && normalizedText.includes(` ${normalized} `);
  });
}

/**
 * For each meaning how near it is to the nearest two phrases of the sentence, as the mean cosine; it is as near to a
 * phrase as its nearest two names are, since one name alone may be near by chance.
 */
async function measureNearness(
  mention: string,
  meanings: readonly Meaning[],
  encoder: LoadedEncoder,
  surroundings: Surroundings,
  signal: AbortSignal | undefined,
): Promise<readonly number[]> {
  const phrases = phrasesAround(mention, surroundings);
  if (phrases.length === 0) {
    return meanings.map(() => 0);
  }
  const { dimensions } = encoder;
  const encoded = await encoder.encode(phrases, { signal });
  const phraseVectors = phrases.map((_, i) => encoded.subarray(i * dimensions, (i + 1) * dimensions));
  return meanings.map(({ vectors }) =>
    meanOfHighestTwo(
      phraseVectors.map((phrase) => meanOfHighestTwo(vectors.map((name) => dotProduct(name, phrase)))),
    ),
  );
}

/** 0 of none. */
function meanOfHighestTwo(values: readonly number[]): number {
  const [highest = 0, second = highest] = values.toSorted((a, b) => b - a);
  return (highest + second) / 2;
}

function dotProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
