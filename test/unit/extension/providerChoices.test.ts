import { describe, expect, it } from 'vitest';
import { providerChoices } from '../../../src/extension/commands/providerChoices.ts';
import { trial, trials } from './encoderInfo.ts';

const automatic = { executionProvider: 'auto', precision: 'auto' };

describe('execution providers to choose from', () => {
  it('are shown once each with the fastest precision, the fastest first and those that fail last', () => {
    const { providers } = providerChoices(trials, automatic);
    expect(providers.map(({ label, description }) => [label, description])).toEqual([
      ['WebGPU (GPU)', 'webgpu · fp16 · 1,234 names/s · in use'],
      ['Processor', 'cpu · int8 · 160 names/s'],
      ['CUDA (NVIDIA GPU)', 'cuda · not available'],
    ]);
    expect(providers.map(({ executionProvider, precision }) => [executionProvider, precision])).toEqual([
      ['webgpu', undefined],
      ['cpu', undefined],
      ['cuda', undefined],
    ]);
  });

  it('tell how well they agree, and why one is not available', () => {
    const { providers } = providerChoices(trials, automatic);
    expect(providers.map(({ detail, unavailable }) => [detail, unavailable])).toEqual([
      ['22 ms for one name · cosine 0.9999, 100% same first candidate', undefined],
      ['8.0 ms for one name · cosine 0.9876, 99.9% same first candidate', undefined],
      ['The CUDA provider is not installed.', 'The CUDA provider is not installed.'],
    ]);
  });

  it('can be chosen with a particular precision where there are several', () => {
    const all = [...trials, trial({ executionProvider: 'dml', precision: 'fp16' })];
    const { exact } = providerChoices(all, { executionProvider: 'cpu', precision: 'int8' });
    expect(
      exact.map(({ label, executionProvider, precision }) => [label, executionProvider, precision]),
    ).toEqual([
      ['WebGPU (GPU), fp16', 'webgpu', 'fp16'],
      ['WebGPU (GPU), fp32', 'webgpu', 'fp32'],
      ['$(check) Processor, int8', 'cpu', 'int8'],
      ['Processor, fp32', 'cpu', 'fp32'],
    ]);
  });

  it('say what automatic means now, which is known only while it is set', () => {
    expect(providerChoices(trials, automatic).automatic).toMatchObject({
      label: '$(check) Automatic',
      description: 'now webgpu · fp16',
      executionProvider: 'auto',
    });
    const { automatic: other, providers } = providerChoices(trials, {
      executionProvider: 'webgpu',
      precision: 'auto',
    });
    expect(other).toMatchObject({ label: 'Automatic', description: '' });
    expect(providers[0]?.label).toBe('$(check) WebGPU (GPU)');
  });

  it('never call a provider usable that only failed, whatever figures it has', () => {
    const { providers, exact } = providerChoices(
      [
        trial({ unavailable: 'Its vectors differ.', namesPerSecond: 9999 }),
        trial({ executionProvider: 'webgpu' }),
      ],
      automatic,
    );
    expect(providers.map(({ executionProvider, unavailable }) => [executionProvider, unavailable])).toEqual([
      ['webgpu', undefined],
      ['cpu', 'Its vectors differ.'],
    ]);
    expect(exact).toEqual([]);
  });
});
