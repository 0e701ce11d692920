/** Turns names into unit-length vectors whose dot product is their cosine similarity. */
export interface Encoder {
  /** Identifies weights, tokenizer, pooling and maximum length; a store refuses vectors from another one. */
  readonly fingerprint: string;
  readonly dimensions: number;
  /** How many requests it works on at the same time; one at a time when left out. */
  readonly concurrency?: number;

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
  /** `unit`, the default, scales each vector to length 1; `raw` leaves it as the model gives it. */
  readonly length?: VectorLength;
  /** Told after each batch how many of the names are encoded. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

export type EncodePriority = 'interactive' | 'bulk';

/** The execution providers of ONNX Runtime that TermLens knows, in the order in which `auto` tries them. */
export const executionProviders = ['cuda', 'webgpu', 'dml', 'coreml', 'cpu'] as const;
export type ExecutionProvider = (typeof executionProviders)[number];

export const precisions = ['fp32', 'fp16', 'int8'] as const;
export type Precision = (typeof precisions)[number];

export type Pooling = 'cls' | 'mean';

export type VectorLength = 'unit' | 'raw';

/** What `encoder.*` settings choose. */
export interface EncoderOptions {
  /** Folder in Hugging Face layout. */
  readonly modelFolder: string;
  readonly precision: Precision | 'auto';
  readonly executionProvider: ExecutionProvider | 'auto';
  /** Of the CPU, for one run; a thread a core when left out. */
  readonly threads?: number | undefined;
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
  /** The processor's or graphics card's name, where it is known. */
  readonly device?: string | undefined;
  readonly scoreCalibration: ScoreCalibration;
  /** One line for each execution provider that was tried and could not be used. */
  readonly notices: readonly string[];
  /** What the choice of provider and precision rests on; nothing where the settings left no choice. */
  readonly measurement?: EncoderMeasurement | undefined;
}

/** One execution provider with one of the model's weights, and how it did on a fixed list of names. */
export interface EncoderTrial {
  readonly executionProvider: ExecutionProvider;
  readonly precision: Precision;
  /** Why it cannot be used. Figures that were reached before that was known are there all the same. */
  readonly unavailable?: string | undefined;
  readonly namesPerSecond?: number | undefined;
  /** Median time of one name alone. */
  readonly oneNameMs?: number | undefined;
  /** Mean cosine similarity to the vectors of the CPU with the most exact weights. */
  readonly meanCosine?: number | undefined;
  /** Share of the queries whose nearest candidate is the same as there. */
  readonly sameFirstCandidate?: number | undefined;
}

export interface EncoderMeasurement {
  /** Processor, cores, system and drivers. */
  readonly machine: string;
  readonly onnxRuntime: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly nameCount: number;
  readonly trials: readonly EncoderTrial[];
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
