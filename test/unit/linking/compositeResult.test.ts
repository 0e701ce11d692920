import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../src/core/linking/candidate.ts';
import { namesInReadings, readComposites, withParts } from '../../../src/core/linking/compositeResult.ts';

function candidate(name: string, score: number, matchType: Candidate['matchType'] = 'semantic'): Candidate {
  return {
    curie: `X:${name}`,
    preferredName: name,
    matchedName: name,
    matchType,
    score,
    vocabulary: 'v',
    semanticTypes: [],
    evidence: {},
  };
}

const text = 'breast and ovarian cancer';
const readings = [
  ['breast cancer', 'ovarian cancer'],
  ['breast', 'ovarian cancer'],
];
const result = (...candidates: Candidate[]): { mention: string; candidates: Candidate[] } => ({
  mention: text,
  candidates,
});
const names = (candidates: readonly Candidate[] | undefined): string[] =>
  (candidates ?? []).map(({ preferredName }) => preferredName);

describe('readComposites', () => {
  it('takes apart what is no name itself', () => {
    const composites = readComposites(
      new Map([
        [text, [candidate('cancer', 0.4)]],
        ['head and neck cancer', [candidate('Head and Neck Neoplasms', 1, 'exact')]],
        ['asthma', []],
      ]),
    );
    expect([...composites.keys()]).toEqual([text]);
    expect(namesInReadings(composites)).toContain('breast cancer');
  });
});

describe('withParts', () => {
  const known = new Map([
    ['breast cancer', [candidate('breast cancer', 0.9), candidate('breast', 0.1)]],
    ['ovarian cancer', [candidate('ovarian cancer', 0.8)]],
    ['breast', [candidate('breast', 0.6)]],
  ]);

  it('takes the reading whose least likely part is likeliest', () => {
    const { parts, candidates } = withParts(result(candidate('cancer', 0.5)), readings, known);
    expect(parts?.map(({ mention }) => mention)).toEqual(['breast cancer', 'ovarian cancer']);
    expect(names(candidates)).toEqual(['breast cancer', 'ovarian cancer', 'cancer']);
  });

  it('keeps a mention whole that is likelier as one concept', () => {
    const whole = result(candidate('hereditary breast and ovarian cancer', 0.85));
    expect(withParts(whole, readings, known)).toBe(whole);
  });

  it('keeps a mention whole of which a part means nothing', () => {
    const whole = result();
    expect(withParts(whole, readings, new Map([['breast', [candidate('breast', 1)]]]))).toBe(whole);
    expect(withParts(whole, [], known)).toBe(whole);
  });

  it('takes no reading whose parts mean the same', () => {
    const same = new Map([
      ['protein', [candidate('colorectal cancer', 0.7)]],
      ['colorectal cancer', [candidate('colorectal cancer', 0.9)]],
    ]);
    const whole = result(candidate('cancer', 0.5));
    expect(withParts(whole, [['protein', 'colorectal cancer']], same)).toBe(whole);
  });

  it('takes one apart that is likely one of its parts alone', () => {
    const whole = result(candidate('ovarian cancer', 0.7));
    expect(withParts(whole, readings, known).parts).toHaveLength(2);
  });
});
