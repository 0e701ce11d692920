import type { Candidate } from '../../../src/protocol/messages.ts';

export function candidate(changes: Partial<Candidate> = {}): Candidate {
  return {
    curie: 'MESH:D009203',
    preferredName: 'Myocardial Infarction',
    matchedName: 'Heart Attack',
    matchType: 'exact',
    score: 1,
    vocabulary: 'starter',
    semanticTypes: ['Disorder'],
    evidence: { lexical: 1, semantic: 1 },
    ...changes,
  };
}
