import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../../src/core/linking/candidate.ts';
import {
  describeMention,
  mentionFeatures,
  mentionLikelihood,
  type SearchedMention,
} from '../../../../src/core/linking/mentions/mentionLikelihood.ts';
import weights from '../../../../src/core/linking/mentions/mentionWeights.json' with { type: 'json' };

/** The text between the brackets of the sentence, near to a name. */
function searched(marked: string, matched: Partial<Candidate>, named = false): SearchedMention {
  const [start, end] = [marked.indexOf('['), marked.indexOf(']') - 1];
  const sentence = marked.replace(/[[\]]/gu, '');
  const candidate: Candidate = {
    ...{ curie: 'X:1', preferredName: 'x', matchedName: 'x', matchType: 'semantic', score: 0.7 },
    ...{ vocabulary: 'v', semanticTypes: [], evidence: { lexical: 0.5, semantic: 0.8 } },
    ...matched,
  };
  return {
    ...{ sentence, start, end, text: sentence.slice(start, end) },
    ...{ candidates: [candidate], named, phrase: true },
  };
}

const valueOf = (mention: SearchedMention, feature: (typeof mentionFeatures)[number]): number | undefined =>
  describeMention(mention)[mentionFeatures.indexOf(feature)];

describe('the features of a mention', () => {
  it('have a weight each', () => {
    expect(Object.keys(weights)).toEqual([...mentionFeatures]);
    expect(describeMention(searched('a [cough] today', {}))).toHaveLength(mentionFeatures.length);
  });

  it.each<[(typeof mentionFeatures)[number], string, number]>([
    ['wordBefore', 'has severe [chest pain] now', 1],
    ['wordBefore', 'has a [chest pain] now', 0],
    ['wordBefore', 'severe, [chest pain] now', 0],
    ['wordAfter', 'the [VHL] gene', 1],
    ['wordAfter', 'the [VHL] and more', 0],
    ['hyphenBefore', 'non-[Hodgkin lymphoma]', 1],
    ['hyphenAfter', '[asbestos]-related', 1],
    ['withFunctionWord', '[shortness of breath]', 1],
    ['endsEd', 'was [mutated]', 1],
    ['abbreviation', 'has [MEN1]', 1],
  ])('%s of %s', (feature, marked, value) => {
    expect(valueOf(searched(marked, {}), feature)).toBe(value);
  });

  it.each<[(typeof mentionFeatures)[number], string, number]>([
    ['headInName', 'renal failure', 1],
    ['headInName', 'renal insufficiency', 0],
    ['ofMention', 'failure of the kidney', 0.5],
    ['ofName', 'acute renal failure', 2 / 3],
  ])('%s of "renal failure" in "%s"', (feature, matchedName, value) => {
    expect(valueOf(searched('[renal failure]', { matchedName }), feature)).toBeCloseTo(value);
  });
});

describe('the likelihood of a mention', () => {
  it('is high for a name as it is, and low for words that are merely near to one', () => {
    const named: Partial<Candidate> = { matchedName: 'Galactosemia', matchType: 'exact', score: 1 };
    const evidence = { lexical: 1, semantic: 1 };
    expect(mentionLikelihood(searched('has [galactosemia].', { ...named, evidence }, true))).toBeGreaterThan(
      0.7,
    );
    const near: Partial<Candidate> = { matchedName: 'Mutism', score: 0.65 };
    expect(mentionLikelihood(searched('was [mutated] in', near))).toBeLessThan(0.1);
  });
});
