import { describe, expect, it } from 'vitest';
import type { Candidate, LinkResult } from '../../../../src/core/linking/candidate.ts';
import { splitAtParts } from '../../../../src/core/linking/mentions/compositeParts.ts';
import type { WholeMention } from '../../../../src/core/linking/mentions/linkedMention.ts';

const candidate = (curie: string): Candidate => ({
  curie,
  ...{ preferredName: curie, matchedName: curie, matchType: 'exact', score: 1 },
  ...{ vocabulary: 'v', semanticTypes: [], evidence: {} },
});
const part = (mention: string, ...curies: string[]): LinkResult => ({
  mention,
  candidates: curies.map(candidate),
});
const whole = (text: string, ...parts: LinkResult[]): WholeMention => ({
  ...{ start: 10, end: 10 + text.length, text, candidates: [candidate('WHOLE')] },
  ...(parts.length > 0 && { parts }),
});

describe('the parts of a composite mention', () => {
  it('are mentions with the words that name them', () => {
    const mention = whole(
      'left and right knee pain',
      part('left knee pain', 'L'),
      part('right knee pain', 'R', 'S'),
    );
    expect(splitAtParts(mention)).toEqual([
      {
        ...{ start: 10, end: 34, text: 'left knee pain', candidates: [candidate('L')] },
        ranges: [
          { start: 10, end: 14 },
          { start: 25, end: 34 },
        ],
      },
      { start: 19, end: 34, text: 'right knee pain', candidates: [candidate('R'), candidate('S')] },
    ]);
  });

  it.each([
    ['no parts', whole('knee pain')],
    [
      'a part without a concept',
      whole('left and right knee pain', part('left knee pain', 'L'), part('right knee pain')),
    ],
    [
      'a part in other words',
      whole('left and right knee pain', part('left gonalgia', 'L'), part('right knee pain', 'R')),
    ],
  ])('are left together where there are %s', (_, mention) => {
    expect(splitAtParts(mention)).toEqual([{ ...mention, parts: undefined }]);
  });
});
