import { readComposite } from '../mentionDetection/compositeMention.ts';
import { candidateKey, type Candidate, type LinkResult } from './candidate.ts';

type Readings = readonly (readonly string[])[];

/** The readings of those texts that may name several concepts; a text that is itself a name is not taken apart. */
export function readComposites(
  candidates: ReadonlyMap<string, readonly Candidate[]>,
): ReadonlyMap<string, Readings> {
  return new Map(
    [...candidates].flatMap(([text, [first]]): [string, Readings][] => {
      const readings = first?.matchType === 'exact' ? [] : readComposite(text);
      return readings.length > 0 ? [[text, readings]] : [];
    }),
  );
}

export function namesInReadings(composites: ReadonlyMap<string, Readings>): Set<string> {
  return new Set([...composites.values()].flat(2));
}

/**
 * Parts are shorter and so more easily near to something: a mention that is likely one concept stays whole, but where
 * that is a part's ("breast or ovarian cancer" is near to ovarian cancer).
 */
const sureOfWhole = 0.6;

/**
 * The result with the parts of the reading whose least likely part is likeliest, if that is likelier than the
 * mention as one concept.
 */
export function withParts(
  result: LinkResult,
  readings: Readings,
  candidatesOf: ReadonlyMap<string, readonly Candidate[]>,
): LinkResult {
  const parts = likeliestReading(readings, candidatesOf);
  const firsts = parts.flatMap(({ candidates: [first] }) => first ?? []);
  const [whole] = result.candidates;
  const score = whole?.score ?? 0;
  const isPart = whole !== undefined && firsts.map(candidateKey).includes(candidateKey(whole));
  if (leastScore(parts) <= score || (score >= sureOfWhole && !isPart)) {
    return result;
  }
  const both = Map.groupBy([...firsts, ...result.candidates], candidateKey);
  return { ...result, parts, candidates: [...both.values()].flatMap(([first]) => first ?? []) };
}

/**
 * Parts that mean the same name one concept with other words beside it ("protein and prognosis in colorectal cancer"):
 * that is no reading.
 */
function likeliestReading(
  readings: Readings,
  candidatesOf: ReadonlyMap<string, readonly Candidate[]>,
): LinkResult[] {
  const areDistinct = (parts: readonly LinkResult[]): boolean => {
    const firsts = parts.flatMap(({ candidates: [first] }) => first ?? []).map(candidateKey);
    return new Set(firsts).size === firsts.length;
  };
  const [likeliest] = readings
    .map((names) => names.map((mention) => ({ mention, candidates: candidatesOf.get(mention) ?? [] })))
    .filter(areDistinct)
    .sort((a, b) => leastScore(b) - leastScore(a));
  return likeliest ?? [];
}

/** 0 where there are no parts. */
function leastScore(parts: readonly LinkResult[]): number {
  return parts.length === 0 ? 0 : Math.min(...parts.map(({ candidates: [first] }) => first?.score ?? 0));
}
