import { describe, expect, it } from 'vitest';
import {
  comparePredictions,
  PredictionsMismatchError,
} from '../../../src/core/evaluation/comparePredictions.ts';
import { formatPredictions, parsePredictions } from '../../../src/core/evaluation/predictions.ts';
import { candidate, outcome } from './linkOutcomes.ts';

const mentions = [
  {
    mention: 'a "quoted"\tmention\nof two lines',
    gold: [['D1', '11'], ['D2']],
    document: { id: '7' },
    range: { start: 4, end: 9 },
  },
  { mention: 'cough', gold: [] },
  { mention: 'composite', gold: [['D1']] },
];
const outcomes = [
  outcome(2, candidate('D3|33', 0.91), candidate('D1')),
  outcome(undefined),
  { ...outcome(1, candidate('D1')), lists: [[candidate('D1')], [candidate('D1'), candidate('D2')]] },
];
const text = formatPredictions(mentions, outcomes, ({ mention }) => mention === 'cough');

describe('a file of predictions', () => {
  it('has a line for each mention, with its candidates', () => {
    const cells = text.split('\n').map((line) => line.split('\t'));
    expect(new Set(cells.slice(0, -1).map(({ length }) => length))).toEqual(new Set([28]));
    expect(cells[0]?.slice(0, 12)).toEqual([
      ...['index', 'document', 'start', 'mention', 'gold', 'rank', 'exact', 'nil'],
      ...['id1', 'name1', 'score1', 'match1'],
    ]);
    expect(cells[1]?.slice(0, 16)).toEqual([
      ...['0', '7', '4', 'a "quoted" mention of two lines', 'D1|11+D2', '2', '0', '0'],
      ...['D3|33', 'name of D3|33', '0.910', 'semantic', 'D1', 'name of D1', '0.500', 'semantic'],
    ]);
    expect(cells[2]?.slice(0, 9)).toEqual(['1', '', '', 'cough', '', '', '1', '1', '']);
    expect(cells[3]?.slice(8, 14)).toEqual([
      ...['D1 + D1', 'name of D1 + name of D1', '0.500 + 0.500', 'semantic + semantic'],
      ...[' + D2', ' + name of D2'],
    ]);
  });

  it('is read as it was written', () => {
    const predictions = [
      { mention: 'a "quoted" mention of two lines', gold: 'D1|11+D2', rank: 2 },
      { mention: 'cough', gold: '', rank: undefined },
      { mention: 'composite', gold: 'D1', rank: 1 },
    ];
    expect(parsePredictions(text, 'p.tsv')).toEqual(predictions);
    expect(parsePredictions(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'p.tsv')).toEqual(predictions);
  });

  it.each([
    ['empty', '', /^p\.tsv: this is no file of predictions\. Make one with/u],
    ['another table', 'mention\tids\ncough\tD1\n', /this is no file of predictions/u],
    ['cut', text.slice(0, -20), /^p\.tsv: line 4 is no prediction\. Make the file anew/u],
    ['with a rank that is none', text.replace('\t2\t0\t0\t', '\t0\t0\t0\t'), /line 2 is no prediction/u],
  ])('is refused when it is %s', (_, content, message) => {
    expect(() => parsePredictions(content, 'p.tsv')).toThrow(message);
  });
});

describe('comparePredictions', () => {
  const predictions = (ranks: string): { mention: string; gold: string; rank: number | undefined }[] =>
    Array.from(ranks, (rank, i) => ({
      mention: `m${i}`,
      gold: 'D1',
      rank: rank === '-' ? undefined : Number(rank),
    }));

  it('counts wins and losses by the first candidate', () => {
    const comparison = comparePredictions(predictions('1111112-1'), predictions('122-1-141'));
    // Wins 2, 3, 4 and 6; loss 7; the others are the same.
    expect(comparison).toMatchObject({ mentions: 9, wins: 4, losses: 1, difference: 3 / 9 });
    expect(comparison.p).toBeCloseTo((2 * (1 + 5)) / 32, 12);
    const [low = NaN, high = NaN] = comparison.interval ?? [];
    expect(low).toBeLessThan(3 / 9);
    expect(high).toBeGreaterThan(3 / 9);
  });

  it('leaves mentions out that no concept is right for', () => {
    const nil = { mention: 'm', gold: '', rank: undefined };
    expect(comparePredictions([nil, ...predictions('1')], [nil, ...predictions('2')])).toMatchObject({
      mentions: 1,
      wins: 1,
    });
  });

  it.each([
    ['another number of mentions', predictions('11')],
    ['another order', predictions('111').reverse()],
    ['other gold', predictions('111').map((one) => ({ ...one, gold: 'D2' }))],
  ])('refuses %s', (_, before) => {
    expect(() => comparePredictions(predictions('111'), before)).toThrow(PredictionsMismatchError);
  });
});
