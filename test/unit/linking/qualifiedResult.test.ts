import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/linking/candidate.ts';
import { readQualified, withUnqualified } from '../../../src/core/linking/qualifiedResult.ts';

function candidate(name: string, score: number, matchType: Candidate['matchType']): Candidate {
  return {
    ...{ curie: `X:${name}`, preferredName: name, matchedName: name, matchType, score },
    ...{ vocabulary: 'v', semanticTypes: [], evidence: {} },
  };
}

describe('readQualified', () => {
  it('reads what begins with qualifiers and is no name', () => {
    const known = new Map([
      ['sporadic tumors', [candidate('angle tumor', 0.3, 'semantic')]],
      ['familial gout', [candidate('familial gout', 1, 'exact')]],
      ['gout', []],
    ]);
    expect([...readQualified(known)]).toEqual([['sporadic tumors', 'tumors']]);
  });
});

describe('withUnqualified', () => {
  const tumor = candidate('tumor', 1, 'exact');
  const result = (score: number): { mention: string; candidates: Candidate[] } => ({
    mention: 'sporadic tumors',
    candidates: [candidate('angle tumor', score, 'semantic'), candidate('tumor', 0.1, 'semantic')],
  });
  const described = ({ candidates }: { candidates: readonly Candidate[] }): string[] =>
    candidates.map(({ preferredName, matchType, score }) => `${preferredName} ${matchType} ${score}`);

  it('puts what is named without the qualifiers first, once', () => {
    expect(described(withUnqualified(result(0.3), [tumor], 5))).toEqual([
      'tumor lexical 0.9',
      'angle tumor semantic 0.3',
    ]);
  });

  it('proposes no more candidates than are asked for', () => {
    expect(described(withUnqualified(result(0.3), [tumor], 1))).toEqual(['tumor lexical 0.9']);
  });

  it('keeps to a concept that is likely meant with them', () => {
    expect(withUnqualified(result(0.6), [tumor], 5)).toEqual(result(0.6));
  });

  it('keeps to what is near when the rest is no name', () => {
    const near = candidate('tumor', 0.99, 'semantic');
    expect(withUnqualified(result(0.3), [near], 5)).toEqual(result(0.3));
  });
});
