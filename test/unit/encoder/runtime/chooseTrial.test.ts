import { describe, expect, it } from 'vitest';
import type { EncoderTrial } from '../../../../src/core/encoder/encoder.ts';
import { rankTrials } from '../../../../src/core/encoder/runtime/chooseTrial.ts';
import { nameCombination } from '../../../../src/core/encoder/runtime/combination.ts';

const cpu32: EncoderTrial = { executionProvider: 'cpu', precision: 'fp32', namesPerSecond: 100 };
const cpu8: EncoderTrial = { executionProvider: 'cpu', precision: 'int8', namesPerSecond: 250 };
const gpu16: EncoderTrial = { executionProvider: 'webgpu', precision: 'fp16', namesPerSecond: 2000 };
const gpu32: EncoderTrial = { executionProvider: 'webgpu', precision: 'fp32', namesPerSecond: 1100 };

function rank(trials: readonly EncoderTrial[]): string[] {
  return rankTrials(trials).map(nameCombination);
}

describe('rankTrials', () => {
  it('puts the fastest first', () => {
    expect(rank([cpu32, gpu32, cpu8, gpu16])).toEqual(['webgpu fp16', 'webgpu fp32', 'cpu int8', 'cpu fp32']);
  });

  it('prefers more exact weights that are nearly as fast', () => {
    expect(rank([cpu32, { ...cpu8, namesPerSecond: 109 }])).toEqual(['cpu fp32', 'cpu int8']);
    expect(rank([cpu32, { ...cpu8, namesPerSecond: 111 }])).toEqual(['cpu int8', 'cpu fp32']);
  });

  it('leaves out what cannot be used, however fast', () => {
    expect(rank([cpu32, { ...gpu16, unavailable: 'its vectors differ' }])).toEqual(['cpu fp32']);
    expect(rank([{ ...cpu32, unavailable: 'no memory' }])).toEqual([]);
  });
});
