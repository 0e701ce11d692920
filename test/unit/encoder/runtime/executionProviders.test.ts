import { describe, expect, it } from 'vitest';
import type { ExecutionProvider } from '../../../../src/core/encoder/encoder.ts';
import {
  candidateProviders,
  openOnBestProvider,
  trialNames,
} from '../../../../src/core/encoder/runtime/executionProviders.ts';

/** One unit vector of two dimensions for each trial name, turned away from the first axis by `angle`. */
function vectors(angle = 0): Float32Array {
  return Float32Array.from(trialNames.flatMap(() => [Math.cos(angle), Math.sin(angle)]));
}

function withNaN(): Float32Array {
  const broken = vectors();
  broken[broken.length - 1] = NaN;
  return broken;
}

type Answer = Float32Array | Error;
type Answers = Readonly<Partial<Record<ExecutionProvider, { open?: Error; encode?: Answer }>>>;

function createTrial(
  answers: Answers,
): Parameters<typeof openOnBestProvider<string>>[1] & { events: string[] } {
  const events: string[] = [];
  const answer = <T>(value: T | Error): Promise<T> =>
    value instanceof Error ? Promise.reject(value) : Promise.resolve(value);
  return {
    events,
    open: (provider) => answer<string>(answers[provider]?.open ?? provider),
    encodeTrialNames: (session) =>
      answer<Float32Array>(answers[session as ExecutionProvider]?.encode ?? vectors()),
    release(session) {
      events.push(`release ${session}`);
      return Promise.resolve();
    },
    onAttempt(provider) {
      events.push(`try ${provider}`);
    },
  };
}

describe('openOnBestProvider', () => {
  it('takes the first provider that agrees with the CPU, and lets the CPU’s session go', async () => {
    const trial = createTrial({ cuda: { encode: vectors(0.01) } });
    const proven = await openOnBestProvider(['cuda', 'webgpu', 'cpu'], trial);
    expect(proven).toEqual({ session: 'cuda', executionProvider: 'cuda', notices: [] });
    expect(trial.events).toEqual(['try cpu', 'try cuda', 'release cpu']);
  });

  it.each([
    {
      why: 'cannot be opened',
      webgpu: { open: new Error('no adapter\nsecond line') },
      notice: 'webgpu: no adapter',
    },
    { why: 'cannot run', webgpu: { encode: new Error('device lost') }, notice: 'webgpu: device lost' },
    { why: 'answers NaN', webgpu: { encode: withNaN() }, notice: /^webgpu: its vectors differ .*Infinity/ },
    { why: 'answers zeros', webgpu: { encode: vectors().fill(0) }, notice: /differ from the CPU's.*1\.0000/ },
    {
      why: 'answers too little',
      webgpu: { encode: new Float32Array(2).fill(1) },
      notice: /differ from the CPU's/,
    },
    { why: 'answers other vectors', webgpu: { encode: vectors(0.06) }, notice: /cosine distance 0\.0018/ },
    {
      why: 'complains at length',
      webgpu: { open: new Error(`/onnxruntime/core/session.cc:123 void ns::open(int) ${'x'.repeat(500)}`) },
      notice: new RegExp(`^webgpu: x{160}…$`, 'u'),
    },
  ])('falls back with a notice from a provider that $why', async ({ webgpu, notice }) => {
    const trial = createTrial({ webgpu });
    const proven = await openOnBestProvider(['webgpu', 'cpu'], trial);
    expect(proven).toMatchObject({ session: 'cpu', executionProvider: 'cpu' });
    expect(proven.notices).toEqual([
      typeof notice === 'string' ? notice : (expect.stringMatching(notice) as string),
    ]);
    const opened = !('open' in webgpu);
    expect(trial.events).toEqual(['try cpu', 'try webgpu', ...(opened ? ['release webgpu'] : [])]);
  });

  it('goes on to the next provider and keeps the notices of those before', async () => {
    const proven = await openOnBestProvider(
      ['cuda', 'webgpu', 'cpu'],
      createTrial({ cuda: { open: new Error('no driver') } }),
    );
    expect(proven).toEqual({ session: 'webgpu', executionProvider: 'webgpu', notices: ['cuda: no driver'] });
  });

  it.each([
    { why: 'cannot be opened', cpu: { open: new Error('no model') }, message: 'no model' },
    { why: 'cannot run', cpu: { encode: new Error('no memory') }, message: 'no memory' },
  ])('throws what the CPU throws when it $why', async ({ cpu, message }) => {
    await expect(openOnBestProvider(['webgpu', 'cpu'], createTrial({ cpu }))).rejects.toThrow(message);
  });
});

describe('candidateProviders', () => {
  it.each([
    { asked: 'cpu', candidates: ['cpu'] },
    { asked: 'webgpu', candidates: ['webgpu', 'cpu'] },
  ] as const)('tries $candidates for $asked', ({ asked, candidates }) => {
    expect(candidateProviders(asked)).toEqual(candidates);
  });

  it('ends with the CPU for auto, and names no provider twice', () => {
    const candidates = candidateProviders('auto');
    expect(candidates.at(-1)).toBe('cpu');
    expect(new Set(candidates).size).toBe(candidates.length);
  });
});
