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

/** Parts are shorter and so more easily near to something: a mention that is likely one concept stays whole. */
const sureOfWhole = 0.6;

/**
 * The result with the parts of the reading whose least likely part is likeliest, if that is likelier than the
 * mention as one concept. Parts that all mean the same name one concept with other words beside it ("protein and
 * prognosis in colorectal cancer").
 */
export function withParts(
  result: LinkResult,
  readings: Readings,
  candidatesOf: ReadonlyMap<string, readonly Candidate[]>,
): LinkResult {
  const leastScore = (names: readonly string[]): number =>
    Math.min(...names.map((name) => candidatesOf.get(name)?.[0]?.score ?? 0));
  const areDistinct = (names: readonly string[]): boolean => {
    const firsts = names.flatMap((name) => candidatesOf.get(name)?.[0] ?? []).map(candidateKey);
    return new Set(firsts).size === firsts.length;
  };
  const [best] = readings
    .filter(areDistinct)
    .map((names) => ({ names, score: leastScore(names) }))
    .sort((a, b) => b.score - a.score);
  const whole = result.candidates[0]?.score ?? 0;
  if (!best || best.score <= whole || whole >= sureOfWhole) {
    return result;
  }
  const parts = best.names.map((mention) => ({ mention, candidates: candidatesOf.get(mention) ?? [] }));
  const firsts = parts.flatMap(({ candidates: [first] }) => first ?? []);
  const both = Map.groupBy([...firsts, ...result.candidates], candidateKey);
  return { ...result, parts, candidates: [...both.values()].flatMap(([first]) => first ?? []) };
}
