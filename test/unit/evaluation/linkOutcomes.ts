import type { Candidate } from '../../../src/core/linking/candidate.ts';
import type { LinkOutcome } from '../../../src/core/evaluation/evaluateLinker.ts';

export function candidate(curie: string, score = 0.5): Candidate {
  return {
    curie,
    preferredName: `name of ${curie}`,
    matchedName: `match of ${curie}`,
    matchType: 'semantic',
    score,
    vocabulary: 'v',
    semanticTypes: [],
    evidence: {},
  };
}

/** Of a mention that was shown what was found. */
export function outcome(rank: number | undefined, ...candidates: Candidate[]): LinkOutcome {
  const shownScore = candidates[0]?.score;
  return { lists: [candidates], rank, saidNil: shownScore === undefined, shownScore };
}
