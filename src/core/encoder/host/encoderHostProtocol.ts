import type { EncodePriority, EncoderDescription, EncoderOptions, ExecutionProvider } from '../encoder.ts';
import type { SerializedError } from '../encoderErrors.ts';

/** To the encoder process, over Node's IPC channel with structured-clone serialization. */
export type EncoderHostRequest =
  | {
      readonly type: 'load';
      readonly options: EncoderOptions;
      readonly excludedProviders: ExecutionProvider[];
    }
  | {
      readonly type: 'encode';
      readonly id: number;
      readonly names: string[];
      readonly priority: EncodePriority;
    }
  | { readonly type: 'cancel'; readonly id: number };

/** From the encoder process. */
export type EncoderHostReply =
  /** Sent before each trial: if the process ends now, this provider ended it. */
  | { readonly type: 'trying'; readonly provider: ExecutionProvider }
  | { readonly type: 'loaded'; readonly description: EncoderDescription }
  | { readonly type: 'loadFailed'; readonly error: SerializedError }
  | { readonly type: 'vectors'; readonly id: number; readonly vectors: Float32Array }
  | { readonly type: 'encodeFailed'; readonly id: number; readonly error: SerializedError };
