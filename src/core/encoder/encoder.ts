/** Turns names into unit-length vectors whose dot product is their cosine similarity. */
export interface Encoder {
  /** Identifies weights, tokenizer, pooling and maximum length; a store refuses vectors from another one. */
  readonly fingerprint: string;
  readonly dimensions: number;

  /**
   * Row `i` of the result, shape `[names, dimensions]`, belongs to `names[i]`.
   * Rejects with `signal.reason` when aborted.
   */
  encode(names: readonly string[], options?: EncodeOptions): Promise<Float32Array>;
}

export interface EncodeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Somebody is waiting: goes ahead of bulk requests, between two of their batches. Default `interactive`. */
  readonly priority?: EncodePriority;
}

export type EncodePriority = 'interactive' | 'bulk';

/** The execution providers of ONNX Runtime that TermLens knows, in the order in which `auto` tries them. */
export const executionProviders = ['cuda', 'webgpu', 'dml', 'coreml', 'cpu'] as const;
export type ExecutionProvider = (typeof executionProviders)[number];

export const precisions = ['fp32', 'fp16', 'int8'] as const;
export type Precision = (typeof precisions)[number];

export type Pooling = 'cls' | 'mean';

/** What `encoder.*` settings choose. */
export interface EncoderOptions {
  /** Folder in Hugging Face layout. */
  readonly modelFolder: string;
  readonly precision: Precision | 'auto';
  readonly executionProvider: ExecutionProvider | 'auto';
}

/** What an encoder turned out to be once it was loaded. */
export interface EncoderDescription {
  readonly modelId: string;
  readonly modelTitle: string;
  readonly fingerprint: string;
  readonly dimensions: number;
  readonly maximumTokens: number;
  readonly pooling: Pooling;
  readonly precision: Precision;
  readonly executionProvider: ExecutionProvider;
  readonly scoreCalibration: ScoreCalibration;
  /** One line for each execution provider that was tried and could not be used. */
  readonly notices: readonly string[];
}

/**
 * Logistic curve from a cosine similarity to the probability that the nearest name's concept is right:
 * `1 / (1 + exp(-(slope * cosine + intercept)))`. It belongs to the weights: another encoder's cosines
 * lie elsewhere.
 */
export interface ScoreCalibration {
  readonly slope: number;
  readonly intercept: number;
}
