import { withoutQualifiers } from '../mentionDetection/qualifiers.ts';
import { candidateKey, type Candidate, type LinkResult } from './candidate.ts';

/** Texts that begin with qualifiers and are no names, with what is left of each. */
export function readQualified(
  candidates: ReadonlyMap<string, readonly Candidate[]>,
): ReadonlyMap<string, string> {
  return new Map(
    [...candidates].flatMap(([text, [first]]): [string, string][] => {
      const rest = first?.matchType === 'exact' ? text : withoutQualifiers(text);
      return rest === text ? [] : [[text, rest]];
    }),
  );
}

/** A concept that is likelier than this is meant with its qualifiers. */
const sureWithQualifiers = 0.6;
/** What is known of the mention is not its name. */
const mostLikely = 0.9;

/**
 * The result with the concepts that the mention names without its qualifiers, when none is likely to be meant with them
 * ("sporadic tumors" are tumors).
 * @param ofRest candidates of what is left of the mention.
 */
export function withUnqualified(
  result: LinkResult,
  ofRest: readonly Candidate[],
  candidateCount: number,
): LinkResult {
  const named = ofRest.filter(({ matchType }) => matchType === 'exact');
  if (named.length === 0 || (result.candidates[0]?.score ?? 0) >= sureWithQualifiers) {
    return result;
  }
  const likely = named.map((candidate): Candidate => ({
    ...candidate,
    matchType: 'lexical',
    score: Math.min(mostLikely, candidate.score),
  }));
  const both = Map.groupBy([...likely, ...result.candidates], candidateKey);
  const candidates = [...both.values()].flatMap(([first]) => first ?? []);
  return { ...result, candidates: candidates.slice(0, candidateCount) };
}
