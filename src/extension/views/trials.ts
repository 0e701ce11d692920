import type { EncoderTrial } from '../../protocol/encoderMessages.ts';
import { formatCosine, formatShare } from './quantities.ts';

/** A trial that could be run and measured. */
export interface MeasuredTrial extends EncoderTrial {
  readonly namesPerSecond: number;
}

export function isMeasured(trial: EncoderTrial): trial is MeasuredTrial {
  return trial.unavailable === undefined && trial.namesPerSecond !== undefined;
}

/** Those that were measured, the fastest first; then those that cannot be used. */
export function sortTrials(trials: readonly EncoderTrial[]): readonly EncoderTrial[] {
  const speed = (trial: EncoderTrial): number => (isMeasured(trial) ? trial.namesPerSecond : -1);
  return trials.toSorted((a, b) => speed(b) - speed(a));
}

/** How near its vectors come to the reference's: "cosine 0.9998, 99.5% same first candidate". */
export function formatAgreement({ meanCosine, sameFirstCandidate }: EncoderTrial): string {
  return [
    ...(meanCosine === undefined ? [] : [`cosine ${formatCosine(meanCosine)}`]),
    ...(sameFirstCandidate === undefined ? [] : [`${formatShare(sameFirstCandidate)} same first candidate`]),
  ].join(', ');
}

const providerNames: Readonly<Record<string, string>> = {
  cpu: 'Processor',
  cuda: 'CUDA (NVIDIA GPU)',
  webgpu: 'WebGPU (GPU)',
  dml: 'DirectML (GPU)',
  coreml: 'Core ML (Apple)',
};

export function nameProvider(executionProvider: string): string {
  return providerNames[executionProvider] ?? executionProvider;
}
