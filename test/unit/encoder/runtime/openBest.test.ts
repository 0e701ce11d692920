import { describe, expect, it } from 'vitest';
import type { EncoderMeasurement } from '../../../../src/core/encoder/encoder.ts';
import { nameCombination, type Combination } from '../../../../src/core/encoder/runtime/combination.ts';
import {
  openFirst,
  orderCombinations,
  unavailableNotices,
  type CombinationOpener,
} from '../../../../src/core/encoder/runtime/openBest.ts';

const cpu: Combination = { executionProvider: 'cpu', precision: 'fp32' };
const cpu8: Combination = { executionProvider: 'cpu', precision: 'int8' };
const cuda: Combination = { executionProvider: 'cuda', precision: 'fp16' };
const webgpu: Combination = { executionProvider: 'webgpu', precision: 'fp16' };

const measured: EncoderMeasurement = {
  machine: 'a machine',
  onnxRuntime: '1',
  measuredAt: '2026-01-01T00:00:00Z',
  nameCount: 400,
  trials: [
    { ...cuda, unavailable: 'no driver' },
    { ...cpu, namesPerSecond: 100 },
    { ...webgpu, namesPerSecond: 900 },
    { ...cpu8, namesPerSecond: 250 },
  ],
};

function order(
  planned: readonly Combination[],
  measurement?: EncoderMeasurement,
  excluded: readonly Combination[] = [],
): string[] {
  return orderCombinations(planned, measurement, excluded, cpu).map(nameCombination);
}

describe('orderCombinations', () => {
  it('takes the plan’s order where nothing was measured, and ends with the CPU', () => {
    expect(order([cuda, webgpu])).toEqual(['cuda fp16', 'webgpu fp16', 'cpu fp32']);
    expect(order([cpu8])).toEqual(['cpu int8']);
  });

  it('takes the fastest first, of those that were planned', () => {
    expect(order([cuda, webgpu, cpu, cpu8], measured)).toEqual(['webgpu fp16', 'cpu int8', 'cpu fp32']);
    expect(order([cpu, cpu8], measured)).toEqual(['cpu int8', 'cpu fp32']);
  });

  it('leaves out what ended a process', () => {
    expect(order([webgpu], undefined, [webgpu])).toEqual(['cpu fp32']);
    expect(order([webgpu, cpu, cpu8], measured, [webgpu])).toEqual(['cpu int8', 'cpu fp32']);
  });
});

type Failures = Readonly<Record<string, { open?: Error; prove?: Error }>>;

function createOpener(failures: Failures): CombinationOpener<string> & { events: string[] } {
  const events: string[] = [];
  const fail = (error: Error | undefined): Promise<void> =>
    error ? Promise.reject(error) : Promise.resolve();
  return {
    events,
    onAttempt: (combination) => events.push(`try ${nameCombination(combination)}`),
    async open(combination) {
      const name = nameCombination(combination);
      await fail(failures[name]?.open);
      return name;
    },
    prove: (session) => fail(failures[session]?.prove),
    release(session) {
      events.push(`release ${session}`);
      return Promise.resolve();
    },
  };
}

describe('openFirst', () => {
  it('opens the first that works', async () => {
    const opener = createOpener({});
    await expect(openFirst([cuda, cpu], opener)).resolves.toEqual({
      session: 'cuda fp16',
      combination: cuda,
      notices: [],
    });
    expect(opener.events).toEqual(['try cuda fp16']);
  });

  it('passes over what cannot be opened or prove itself, and lets go of it', async () => {
    const opener = createOpener({
      'cuda fp16': { open: new Error('no driver') },
      'webgpu fp16': { prove: new Error('its vectors differ') },
    });
    await expect(openFirst([cuda, webgpu, cpu], opener)).resolves.toMatchObject({
      combination: cpu,
      notices: ['cuda fp16: no driver', 'webgpu fp16: its vectors differ'],
    });
    expect(opener.events).toEqual([
      'try cuda fp16',
      'try webgpu fp16',
      'release webgpu fp16',
      'try cpu fp32',
    ]);
  });

  it('throws what the CPU throws', async () => {
    const opener = createOpener({ 'cpu fp32': { open: new Error('no model') } });
    await expect(openFirst([cpu, cpu8], opener)).rejects.toThrow('no model');
  });
});

describe('unavailableNotices', () => {
  const auto = { executionProvider: 'auto', precision: 'auto' } as const;

  it('tells why the provider that was asked for does not run', () => {
    const asked = { executionProvider: 'cuda', precision: 'auto' } as const;
    expect(unavailableNotices(asked, cpu, measured.trials, [])).toEqual(['cuda fp16: no driver']);
  });

  it('finds no news in what auto passes over, or in other weights of a provider that runs', () => {
    expect(unavailableNotices(auto, cpu, measured.trials, [])).toEqual([]);
    const trials = [{ ...cpu8, unavailable: 'its vectors differ' }];
    expect(unavailableNotices({ executionProvider: 'cpu', precision: 'auto' }, cpu, trials, [])).toEqual([]);
  });

  it('tells what ended a process', () => {
    const excluded = [{ ...webgpu, reason: 'it ended the encoder process.' }];
    expect(unavailableNotices(auto, cpu, [], excluded)).toEqual([
      'webgpu fp16: it ended the encoder process.',
    ]);
  });
});
