import type { EncoderInfo, EncoderTrial } from '../../../src/protocol/encoderMessages.ts';

export function encoderInfo(changes: Partial<EncoderInfo> = {}): EncoderInfo {
  return {
    id: 'sapbert',
    title: 'SapBERT',
    description: 'Trained on the UMLS',
    state: 'available',
    repository: 'Xenova/SapBERT-from-PubMedBERT-fulltext',
    licence: 'Apache-2.0',
    languages: ['en'],
    pooling: 'cls',
    maximumTokens: 25,
    precisions: [
      { precision: 'fp32', bytes: 436_000_000 },
      { precision: 'fp16', bytes: 218_000_000 },
      { precision: 'int8', bytes: 110_000_000 },
    ],
    selected: false,
    ...changes,
  };
}

export function trial(changes: Partial<EncoderTrial> = {}): EncoderTrial {
  return {
    executionProvider: 'cpu',
    precision: 'fp32',
    namesPerSecond: 50,
    oneNameMs: 22.4,
    meanCosine: 1,
    sameFirstCandidate: 1,
    chosen: false,
    ...changes,
  };
}

/** A GPU that is fastest with fp16, a processor, and CUDA missing. */
export const trials: readonly EncoderTrial[] = [
  trial(),
  trial({
    precision: 'int8',
    namesPerSecond: 160.2,
    oneNameMs: 8,
    meanCosine: 0.98765,
    sameFirstCandidate: 0.9996,
  }),
  trial({ executionProvider: 'webgpu', namesPerSecond: 900 }),
  trial({
    executionProvider: 'webgpu',
    precision: 'fp16',
    namesPerSecond: 1234.4,
    meanCosine: 0.99999,
    chosen: true,
  }),
  {
    executionProvider: 'cuda',
    precision: 'fp16',
    unavailable: 'The CUDA provider is not installed.',
    chosen: false,
  },
];
