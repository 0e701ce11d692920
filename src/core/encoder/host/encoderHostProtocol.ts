import type { EncodePriority, EncoderDescription, EncoderOptions, VectorLength } from '../encoder.ts';
import type { SerializedError } from '../encoderErrors.ts';
import type { Combination } from '../runtime/combination.ts';
import type { ExcludedCombination } from '../runtime/openBest.ts';
import type { MeasureMode } from '../runtime/settleCombination.ts';

export interface LoadRequest {
  readonly type: 'load';
  readonly options: EncoderOptions;
  readonly cacheFolder: string | undefined;
  readonly runtimeFolder: string | undefined;
  readonly measure: MeasureMode;
  readonly excluded: readonly ExcludedCombination[];
}

export interface EncodeRequest {
  readonly type: 'encode';
  readonly id: number;
  readonly names: string[];
  readonly priority: EncodePriority;
  readonly length: VectorLength;
}

/** To the encoder process, over Node's IPC channel with structured-clone serialization. */
export type EncoderHostRequest =
  LoadRequest | EncodeRequest | { readonly type: 'cancel'; readonly id: number };

/** From the encoder process. Any of them is also a sign of life. */
export type EncoderHostReply =
  /** Sent before each trial: if the process ends or hangs now, this combination is to blame. */
  | { readonly type: 'trying'; readonly combination: Combination }
  | { readonly type: 'loaded'; readonly description: EncoderDescription }
  | { readonly type: 'loadFailed'; readonly error: SerializedError }
  /** A device failed and the CPU goes on. */
  | { readonly type: 'changed'; readonly description: EncoderDescription }
  | { readonly type: 'progress'; readonly id: number; readonly done: number }
  | { readonly type: 'vectors'; readonly id: number; readonly vectors: Float32Array }
  | { readonly type: 'encodeFailed'; readonly id: number; readonly error: SerializedError }
  /** Resident memory, now and then. */
  | { readonly type: 'memory'; readonly bytes: number };
