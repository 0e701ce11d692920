import { describe, expect, it } from 'vitest';
import { readBiosynQueries } from '../../../../src/core/evaluation/corpora/readBiosynQueries.ts';

const ataxia = '9288106||40|61||Modifier||ataxia telangiectasia||D001260';

describe('readBiosynQueries', () => {
  it('reads mention, identifiers, type and place', () => {
    expect(readBiosynQueries(`${ataxia}\n`, 'a.concept')).toEqual({
      mentions: [
        {
          mention: 'ataxia telangiectasia',
          gold: [['D001260']],
          type: 'Modifier',
          document: { id: '9288106' },
          range: { start: 40, end: 61 },
        },
      ],
      problems: [],
    });
  });

  it.each([
    { what: 'offsets with || between', line: '1||4||9||T||cough||D1', gold: [['D1']], parts: undefined },
    { what: 'alternatives', line: '1||4|9||T||cough||D1|OMIM:22', gold: [['D1', '22']], parts: undefined },
    {
      what: 'a concept made of several',
      line: '1||4|9||T||cough||D1+D2',
      gold: [['D1'], ['D2']],
      parts: undefined,
    },
    {
      what: 'a space before the identifier',
      line: '1||4|9||T||cough|| D1',
      gold: [['D1']],
      parts: undefined,
    },
    { what: 'no concept', line: '1||4|9||T||cough||-1', gold: [], parts: undefined },
    {
      what: 'a composite mention',
      line: '1||4|9||T||pineal tumours|retinal tumors||D1|D2',
      gold: [['D1', 'D2']],
      parts: ['pineal tumours', 'retinal tumors'],
    },
  ])('reads $what', ({ line, gold, parts }) => {
    const { mentions, problems } = readBiosynQueries(line, 'a.concept');
    expect(mentions.map((mention) => ({ gold: mention.gold, parts: mention.parts }))).toEqual([
      { gold, parts },
    ]);
    expect(problems).toEqual([]);
  });

  it.each(['9288106||40|61||Modifier||ataxia', 'ataxia', '1||x|9||T||cough||D1', '1||4|9||T||||D1'])(
    'reports the bad line %j and keeps those around it',
    (bad) => {
      const { mentions, problems } = readBiosynQueries([ataxia, '', bad, ataxia].join('\r\n'), 'a.concept');
      expect(mentions).toHaveLength(2);
      expect(problems).toEqual([
        { file: 'a.concept', line: 3, message: expect.stringContaining('is expected') as string },
      ]);
    },
  );
});
