import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLinkOptions } from '../../../../src/core/linking/candidate.ts';
import { findMentionAt } from '../../../../src/core/linking/mentions/findMention.ts';
import { findMentions } from '../../../../src/core/linking/mentions/findMentions.ts';
import type { LinkedMention } from '../../../../src/core/linking/mentions/linkedMention.ts';
import type { Surroundings } from '../../../../src/core/linking/surroundings.ts';
import { createFakeLinker, type Knowledge } from '../fakeLinker.ts';

const describeMention = (mention: LinkedMention | undefined): string | undefined =>
  mention && `${mention.text} = ${mention.candidates[0]?.curie ?? ''}`;

const inNote = (sentence: string): Surroundings => ({ sentence, section: undefined });

/** The fake linker has no evidence by which a mention would be likely. */
const anything = { ...defaultLinkOptions, minLikelihood: 0 };

const breathless: Knowledge = { breath: ['BREATH', 1], 'shortness of breath': ['DYSPNEA', 1] };

describe('findMentionAt', () => {
  it.each<{ rule: string; marked: string; known: Knowledge; found: string | undefined }>([
    {
      rule: 'the longest exact name',
      marked: 'has shortness of b|reath',
      known: breathless,
      found: 'shortness of breath = DYSPNEA',
    },
    { rule: 'the exact name at the position', marked: 'breath |taken', known: breathless, found: undefined },
    {
      rule: 'the exact name rather than a longer one that is not surely another',
      marked: 'severe p|ain',
      known: { pain: ['PAIN', 1], 'severe pain': ['OTHER', 0.59] },
      found: 'pain = PAIN',
    },
    {
      rule: 'a longer one that surely is another concept',
      marked: 'water on the l|ungs',
      known: { lungs: ['LUNG', 1], 'water on the lungs': ['EDEMA', 0.95] },
      found: 'water on the lungs = EDEMA',
    },
    {
      rule: 'the exact name when the longer one is the same concept',
      marked: 'acute heart a|ttack',
      known: { 'heart attack': ['MI', 1], 'acute heart attack': ['MI', 0.99] },
      found: 'heart attack = MI',
    },
    {
      rule: 'no shorter one that is near to something else',
      marked: 'heart a|ttack',
      known: { 'heart attack': ['MI', 1], attack: ['PANIC', 0.99] },
      found: 'heart attack = MI',
    },
    {
      rule: 'without an exact name the likeliest',
      marked: 'bad heart r|hythm',
      known: { 'bad heart rhythm': ['A', 0.6], 'heart rhythm': ['B', 0.8], rhythm: ['C', 0.7] },
      found: 'heart rhythm = B',
    },
    {
      rule: 'of equally likely ones the longest',
      marked: 'bad heart r|hythm',
      known: { rhythm: ['A', 0.8], 'heart rhythm': ['B', 0.8] },
      found: 'heart rhythm = B',
    },
    {
      rule: 'an exact name that is no phrase',
      marked: 'M|S since',
      known: { MS: ['SCLEROSIS', 1] },
      found: 'MS = SCLEROSIS',
    },
    {
      rule: 'no short word by meaning',
      marked: 'M|S since',
      known: { MS: ['SCLEROSIS', 0.9] },
      found: undefined,
    },
    {
      rule: 'no report by meaning',
      marked: 'denies p|ain',
      known: { 'denies pain': ['X', 0.9] },
      found: undefined,
    },
    { rule: 'nothing', marked: 'nothing h|ere', known: {}, found: undefined },
    { rule: 'nothing between words', marked: 'pain,|  ', known: { pain: ['PAIN', 1] }, found: undefined },
  ])('takes $rule: $marked', async ({ marked, known, found }) => {
    const line = marked.replace('|', '');
    const mention = await findMentionAt(
      createFakeLinker(known),
      inNote(line),
      marked.indexOf('|'),
      defaultLinkOptions,
    );
    expect(describeMention(mention)).toBe(found);
    expect(mention && line.slice(mention.start, mention.end)).toBe(mention?.text);
  });

  it('stops when it is cancelled', async () => {
    const linker = createFakeLinker({ pain: ['PAIN', 0.8] });
    const reason = new Error('moved on');
    const finding = findMentionAt(linker, inNote('pain'), 2, defaultLinkOptions, {
      signal: AbortSignal.abort(reason),
    });
    await expect(finding).rejects.toBe(reason);
    expect(linker.linked).toEqual([]);
  });
});

describe('findMentions', () => {
  it.each<{ rule: string; line: string; known: Knowledge; found: string[] }>([
    {
      rule: 'exact names in order, the longest of those that overlap',
      line: 'pain and shortness of breath, breath',
      known: { ...breathless, pain: ['PAIN', 1] },
      found: ['pain = PAIN', 'shortness of breath = DYSPNEA', 'breath = BREATH'],
    },
    {
      rule: 'phrases near in meaning beside exact names',
      line: 'water in the lungs and fever',
      known: { fever: ['FEVER', 1], 'water in the lungs': ['EDEMA', 0.7] },
      found: ['water in the lungs = EDEMA', 'fever = FEVER'],
    },
    {
      rule: 'a phrase instead of the exact name in it when it surely is another concept',
      line: 'water on the lungs',
      known: { lungs: ['LUNG', 1], 'water on the lungs': ['EDEMA', 0.95] },
      found: ['water on the lungs = EDEMA'],
    },
    {
      rule: 'the exact name when the phrase around it is not sure',
      line: 'water on the lungs',
      known: { lungs: ['LUNG', 1], 'water on the lungs': ['EDEMA', 0.59] },
      found: ['lungs = LUNG'],
    },
    {
      rule: 'the exact name when the phrase around it is the same concept',
      line: 'acute heart attack',
      known: { 'heart attack': ['MI', 1], 'acute heart attack': ['MI', 0.99] },
      found: ['heart attack = MI'],
    },
    {
      rule: 'the likelier of two phrases that overlap',
      line: 'cold swollen feet',
      known: { 'cold swollen': ['A', 0.6], 'swollen feet': ['B', 0.7] },
      found: ['swollen feet = B'],
    },
    {
      rule: 'the qualifiers before a name, whether both are known together',
      line: 'familial asthma and type II gout',
      known: { asthma: ['A', 1], gout: ['G', 1], 'type II gout': ['G2', 1], 'familial asthma': ['F', 0.55] },
      found: ['familial asthma = A', 'type II gout = G2'],
    },
    {
      rule: 'a name twice',
      line: 'pain; pain',
      known: { pain: ['PAIN', 1] },
      found: ['pain = PAIN', 'pain = PAIN'],
    },
    { rule: 'nothing', line: '', known: {}, found: [] },
  ])('takes $rule: $line', async ({ line, known, found }) => {
    const [mentions = []] = await findMentions(createFakeLinker(known), [inNote(line)], anything);
    expect(mentions.map(describeMention)).toEqual(found);
  });

  it('takes no kind alone', async () => {
    const known: Knowledge = { disease: ['D', 1], syndrome: ['S', 1], 'heart disease': ['H', 1] };
    const [mentions = []] = await findMentions(
      createFakeLinker(known),
      [inNote('A disease, a syndrome, a heart disease.')],
      defaultLinkOptions,
    );
    expect(mentions.map(describeMention)).toEqual(['heart disease = H']);
  });

  it('finds mentions in order, none over another, each with a concept', async () => {
    const words = ['pain', 'chest', 'left', 'fever'];
    const line = fc
      .array(fc.constantFrom(...words, 'of', ','), { maxLength: 12 })
      .map((parts) => parts.join(' '));
    const knownText = fc
      .array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join(' '));
    const fact = fc.tuple(fc.constantFrom('A', 'B'), fc.constantFrom(0.6, 0.95, 1));
    await fc.assert(
      fc.asyncProperty(line, fc.dictionary(knownText, fact, { maxKeys: 8 }), async (text, known) => {
        let end = 0;
        const [mentions = []] = await findMentions(
          createFakeLinker(known),
          [inNote(text)],
          defaultLinkOptions,
        );
        for (const mention of mentions) {
          expect(mention.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(mention.start, mention.end)).toBe(mention.text);
          expect(mention.candidates).not.toEqual([]);
          end = mention.end;
        }
      }),
    );
  });

  it('stops when it is cancelled', async () => {
    const reason = new Error('closed');
    const finding = findMentions(createFakeLinker({}), [inNote('chest pain')], defaultLinkOptions, {
      signal: AbortSignal.abort(reason),
    });
    await expect(finding).rejects.toBe(reason);
  });
});

describe('findMentions of a composite mention', () => {
  const cancers: Knowledge = {
    breast: ['BREAST', 1],
    'breast cancer': ['BC', 1],
    'ovarian cancer': ['OC', 1],
    'lung cancer': ['LC', 0.5],
    'breast cancer risk': ['BC', 1],
    'ovarian cancer risk': ['OC', 0.9],
  };
  const find = async (sentence: string, composites: Record<string, string[]>): Promise<string[]> => {
    const linker = createFakeLinker(cancers, composites);
    const [mentions = []] = await findMentions(linker, [inNote(sentence)], anything);
    return mentions.map(
      (mention) => `${describeMention(mention) ?? ''} ${JSON.stringify(mention.ranges ?? [])}`,
    );
  };

  it('finds its parts, the interrupted one in two ranges', async () => {
    const composites = { 'breast and ovarian cancer': ['breast cancer', 'ovarian cancer'] };
    expect(await find('Has breast and ovarian cancer.', composites)).toEqual([
      'breast cancer = BC [{"start":4,"end":10},{"start":23,"end":29}]',
      'ovarian cancer = OC []',
    ]);
  });

  it.each([
    ['it names one concept alone', 'Has breast and ovarian cancer.', {}],
    [
      'a part is not sure',
      'Has breast and lung cancer and ovarian cancer.',
      { 'breast and lung cancer': ['breast cancer', 'lung cancer'] },
    ],
  ])('keeps to the exact names where %s', async (_, sentence, composites: Record<string, string[]>) => {
    expect(await find(sentence, composites)).toEqual(
      expect.arrayContaining(['breast = BREAST []', 'ovarian cancer = OC []']),
    );
  });

  it('has the qualifiers before it in its first part', async () => {
    const composites = { 'breast and ovarian cancer': ['breast cancer', 'ovarian cancer'] };
    expect(await find('Has familial breast and ovarian cancer.', composites)).toEqual([
      'familial breast cancer = BC [{"start":4,"end":19},{"start":32,"end":38}]',
      'ovarian cancer = OC []',
    ]);
  });

  it('takes the shorter of two that say the same', async () => {
    const composites = {
      'breast and ovarian cancer': ['breast cancer', 'ovarian cancer'],
      'breast and ovarian cancer risk': ['breast cancer risk', 'ovarian cancer risk'],
    };
    expect(await find('Has breast and ovarian cancer risk.', composites)).toEqual([
      'breast cancer = BC [{"start":4,"end":10},{"start":23,"end":29}]',
      'ovarian cancer = OC []',
    ]);
  });

  it('is none where its concepts are named within it', async () => {
    const sentence = 'Has breast cancer and ovarian cancer.';
    const composites = { 'breast cancer and ovarian cancer': ['breast cancer', 'ovarian cancer'] };
    expect(await find(sentence, composites)).toEqual(['breast cancer = BC []', 'ovarian cancer = OC []']);
  });
});
