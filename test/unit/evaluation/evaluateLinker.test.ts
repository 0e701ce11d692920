import { describe, expect, it } from 'vitest';
import { evaluateLinker, type MeasuredLinker } from '../../../src/core/evaluation/evaluateLinker.ts';
import type { Candidate, LinkResult } from '../../../src/core/linking/candidate.ts';
import { candidate } from './linkOutcomes.ts';

const document = { id: '7', text: 'cough and fever' };

/** Ranks what it is given, shows what scores 0.4, and remembers what it was asked. */
function createFakeLinker(
  known: Readonly<Record<string, readonly Candidate[] | LinkResult>>,
): MeasuredLinker & {
  readonly asked: string[];
} {
  const asked: string[] = [];
  const answer = (text: string, minScore: number): LinkResult => {
    const found = known[text] ?? [];
    const cut = (list: readonly Candidate[]): Candidate[] => list.filter(({ score }) => score >= minScore);
    if (!('mention' in found)) {
      return { mention: text, candidates: cut(found) };
    }
    return {
      ...found,
      parts: (found.parts ?? []).map((part) => ({ ...part, candidates: cut(part.candidates) })),
    };
  };
  return {
    asked,
    rank(text, from) {
      asked.push(`${text} in ${from?.id ?? 'nothing'}`);
      return Promise.resolve(answer(text, 0));
    },
    propose: (text) => Promise.resolve(answer(text, 0.4)),
  };
}

async function evaluateOne(
  mention: { mention: string; parts?: string[]; gold: string[][] },
  known: Parameters<typeof createFakeLinker>[0],
): Promise<unknown> {
  const { outcomes } = await evaluateLinker([mention], createFakeLinker(known));
  const [{ rank, saidNil, shownScore } = {}] = outcomes;
  return { rank, saidNil, shownScore };
}

describe('evaluateLinker', () => {
  it('ranks what is too unlikely to be shown, and knows that it was not shown', async () => {
    const known = { cough: [candidate('D2', 0.3), candidate('D1|11', 0.2)] };
    expect(await evaluateOne({ mention: 'cough', gold: [['11']] }, known)).toEqual({
      rank: 2,
      saidNil: true,
      shownScore: undefined,
    });
  });

  it('takes the score of what is shown first', async () => {
    const known = { cough: [candidate('D1', 0.9), candidate('D2', 0.5)] };
    expect(await evaluateOne({ mention: 'cough', gold: [['D1']] }, known)).toEqual({
      rank: 1,
      saidNil: false,
      shownScore: 0.9,
    });
  });

  it('looks the parts of a composite mention up by themselves', async () => {
    const known = { cough: [candidate('D1', 0.9)], fever: [candidate('D3', 0.8), candidate('D2', 0.7)] };
    const composite = { mention: 'cough|fever', parts: ['cough', 'fever'], gold: [['D1', 'D2']] };
    expect(await evaluateOne(composite, known)).toEqual({ rank: 2, saidNil: false, shownScore: 0.8 });
    const half = { cough: [candidate('D1', 0.9)], fever: [candidate('D2', 0.1)] };
    expect(await evaluateOne(composite, half)).toEqual({ rank: 1, saidNil: false, shownScore: undefined });
  });

  it('takes the linker at its word where that splits a mention', async () => {
    const parts = [
      { mention: 'cough', candidates: [candidate('D1', 0.9)] },
      { mention: 'fever', candidates: [candidate('D2', 0.7)] },
    ];
    const known = { both: { mention: 'both', candidates: [], parts } };
    expect(await evaluateOne({ mention: 'both', gold: [['D1'], ['D2']] }, known)).toEqual({
      rank: 1,
      saidNil: false,
      shownScore: 0.7,
    });
  });

  it('counts what is shown first where the corpus asks for one concept', async () => {
    const parts = [
      { mention: 'cough', candidates: [candidate('D1', 0.9)] },
      { mention: 'fever', candidates: [candidate('D2', 0.7)] },
    ];
    const candidates = [candidate('D1', 0.9), candidate('D2', 0.7)];
    const known = { both: { mention: 'both', candidates, parts } };
    expect(await evaluateOne({ mention: 'both', gold: [['D2']] }, known)).toMatchObject({ rank: 2 });
  });

  it('links each mention in its document, after warming up, and times what is not remembered', async () => {
    const linker = createFakeLinker({});
    const clock = { now: 0 };
    const mentions = ['cough', 'fever', 'cough'].map((mention) => ({ mention, gold: [], document }));
    const { timesMs } = await evaluateLinker(mentions, linker, { now: () => (clock.now += 2) });
    expect(linker.asked.slice(3)).toEqual(['cough in 7', 'fever in 7', 'cough in 7']);
    expect(timesMs).toEqual([2, 2]);
  });

  it('is cancelled between two mentions', async () => {
    const controller = new AbortController();
    const linker = createFakeLinker({});
    const mentions = ['cough', 'fever'].map((mention) => ({ mention, gold: [] }));
    const run = evaluateLinker(mentions, linker, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('Enough.')),
    });
    await expect(run).rejects.toThrow('Enough.');
    expect(linker.asked.at(-1)).toBe('cough in nothing');
  });
});
