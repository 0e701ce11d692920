import type { ScoreCalibration } from '../../encoder/encoder.ts';
import { lexicalSimilarity, type MatchedName } from './matchedName.ts';
import { spellingSimilarity } from './spellingSimilarity.ts';

/** What the ranker looks at, for one name of a candidate. Its weights (`rankerWeights.json`) go by these names. */
export const rankingFeatures = [
  'same',
  'sameAbbreviation',
  'sameKey',
  'sameMorphemes',
  'semantic',
  'semanticFar',
  'letters',
  'ofMention',
  'ofName',
  'otherNumbers',
  'spelling',
  'preferred',
  'nearNames',
] as const;
export type RankingFeature = (typeof rankingFeatures)[number];
export type FeatureValues = Readonly<Record<RankingFeature, number>>;

/** With less in common no slip of the pen is looked for. */
const fewestLetters = 0.2;

/** Beyond this a vector says no more. */
const furthest = 6;

export interface FeatureContext {
  /** Words of the mention that tell one concept from its sibling: "type 2", "hepatitis B". */
  readonly mentionNumbers: ReadonlySet<string>;
  /** As `normalizeName` gives it. */
  readonly normalizedMention: string;
  readonly calibration: ScoreCalibration;
  /** How many of the concept's names are among those proposed. */
  readonly proposedNames: number;
}

export function describeName(match: MatchedName, context: FeatureContext): FeatureValues {
  const { name, same, sameKey, sameMorphemes, semantic, ofMention, ofName } = match;
  const { slope, intercept } = context.calibration;
  const logit = semantic === undefined ? 0 : slope * semantic + intercept;
  const letters = lexicalSimilarity(match);
  return {
    same: Number(same && !name.abbreviation),
    sameAbbreviation: Number(same && name.abbreviation),
    sameKey: Number(sameKey),
    // Names that are the same by more than that are told from the others by what they have in common.
    sameMorphemes: same || sameKey ? 0 : sameMorphemes,
    semantic: clamp(logit, -furthest, furthest),
    semanticFar: Math.min(0, logit),
    letters,
    ofMention,
    ofName,
    spelling: letters < fewestLetters ? 0 : spellingSimilarity(context.normalizedMention, name.normalized),
    otherNumbers: Number(!areEqual(numbersOf(name.key), context.mentionNumbers)),
    preferred: Number(name.preferred),
    nearNames: Math.log(context.proposedNames),
  };
}

/** Numbers and single letters in a name's key, which are no small difference however near the names are. */
export function numbersOf(key: string): ReadonlySet<string> {
  return new Set(key.split(' ').filter((word) => /^(?:\p{L}|[\p{L}]?\p{N}+[\p{L}]?)$/u.test(word)));
}

function areEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((word) => b.has(word));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
