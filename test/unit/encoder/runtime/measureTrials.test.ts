import { describe, expect, it } from 'vitest';
import type { EncoderTrial } from '../../../../src/core/encoder/encoder.ts';
import { comparedNames } from '../../../../src/core/encoder/runtime/agreement.ts';
import { nameCombination, type Combination } from '../../../../src/core/encoder/runtime/combination.ts';
import { measureTrials, type TrialBench } from '../../../../src/core/encoder/runtime/measureTrials.ts';

const cpu32: Combination = { executionProvider: 'cpu', precision: 'fp32' };
const cpu8: Combination = { executionProvider: 'cpu', precision: 'int8' };
const webgpu16: Combination = { executionProvider: 'webgpu', precision: 'fp16' };

interface Behaviour {
  /** Milliseconds for one name. */
  readonly pace?: number;
  readonly openError?: Error;
  readonly encodeError?: Error;
  /** Turns every vector by this angle, or makes it NaN. */
  readonly turn?: number;
}

/** Sessions are the names of their combinations; the clock moves only while names are encoded. */
function createBench(
  behaviours: Readonly<Record<string, Behaviour>>,
): TrialBench<string> & { events: string[] } {
  const events: string[] = [];
  let clock = 0;
  return {
    events,
    now: () => clock,
    onAttempt: (combination) => events.push(`try ${nameCombination(combination)}`),
    open(combination) {
      const name = nameCombination(combination);
      const error = behaviours[name]?.openError;
      return error ? Promise.reject(error) : Promise.resolve(name);
    },
    encode(session, names) {
      const { pace = 1, encodeError, turn = 0 } = behaviours[session] ?? {};
      clock += pace * names.length;
      if (encodeError) {
        return Promise.reject(encodeError);
      }
      // Query and candidate i share a direction of their own on the half circle.
      const vectors = names.flatMap((name) => {
        const angle = ((comparedNames.indexOf(name) % 200) / 200) * Math.PI + turn;
        return [Math.cos(angle), Math.sin(angle)];
      });
      return Promise.resolve(Float32Array.from(vectors));
    },
    release(session) {
      events.push(`release ${session}`);
      return Promise.resolve();
    },
  };
}

function measure(behaviours: Readonly<Record<string, Behaviour>>, combinations: readonly Combination[]) {
  const bench = createBench(behaviours);
  return measureTrials(cpu32, combinations, bench).then(({ trials, reference }) => ({
    trials,
    reference,
    events: bench.events,
  }));
}

describe('measureTrials', () => {
  it('measures each on its own, the reference first, one session at a time', async () => {
    const { trials, events } = await measure({ 'cpu fp32': { pace: 10 }, 'webgpu fp16': { pace: 0.5 } }, [
      webgpu16,
      cpu32,
    ]);
    expect(trials).toEqual([
      {
        ...webgpu16,
        namesPerSecond: 2000,
        oneNameMs: 0.5,
        meanCosine: expect.closeTo(1, 5) as number,
        sameFirstCandidate: 1,
      },
      { ...cpu32, namesPerSecond: 100, oneNameMs: 10, meanCosine: 1, sameFirstCandidate: 1 },
    ] satisfies EncoderTrial[]);
    expect(events).toEqual(['try cpu fp32', 'release cpu fp32', 'try webgpu fp16', 'release webgpu fp16']);
  });

  it('gives the reference’s vectors', async () => {
    const { reference } = await measure({}, []);
    expect(reference).toHaveLength(2 * comparedNames.length);
  });

  it.each([
    {
      why: 'cannot be opened',
      behaviour: { openError: new Error('no adapter\nsecond line') },
      reason: 'no adapter',
    },
    { why: 'cannot run', behaviour: { encodeError: new Error('device lost') }, reason: 'device lost' },
    { why: 'disagrees', behaviour: { turn: 0.1 }, reason: /its vectors differ .*mean cosine 0\.9950/ },
    { why: 'answers NaN', behaviour: { turn: NaN }, reason: /its vectors differ .*mean cosine 0\.0000/ },
    { why: 'would take too long', behaviour: { pace: 26 }, reason: 'too slow: about 38 names a second.' },
  ])('says why one that $why is not used', async ({ behaviour, reason }) => {
    const { trials, events } = await measure({ 'webgpu fp16': behaviour }, [webgpu16, cpu8]);
    expect(trials[0]).toMatchObject({
      ...webgpu16,
      unavailable: typeof reason === 'string' ? reason : (expect.stringMatching(reason) as string),
    });
    expect(trials[1]?.unavailable).toBeUndefined();
    const wasOpened = !('openError' in behaviour);
    expect(events.filter((event) => event === 'release webgpu fp16')).toHaveLength(wasOpened ? 1 : 0);
  });

  it('holds 8-bit weights to less than half precision', async () => {
    const turned = { turn: 0.1 };
    const { trials } = await measure({ 'webgpu fp16': turned, 'cpu int8': turned }, [webgpu16, cpu8]);
    expect(trials.map(({ unavailable }) => unavailable !== undefined)).toEqual([true, false]);
  });

  it('throws what the reference throws, however slow it is', async () => {
    await expect(measure({ 'cpu fp32': { encodeError: new Error('no memory') } }, [cpu32])).rejects.toThrow(
      'no memory',
    );
    const { trials } = await measure({ 'cpu fp32': { pace: 1000 } }, [cpu32]);
    expect(trials).toMatchObject([{ namesPerSecond: 1 }]);
  });
});
