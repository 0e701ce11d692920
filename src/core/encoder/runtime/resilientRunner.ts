import type { VectorLength } from '../encoder.ts';
import { ModelFolderError } from '../encoderErrors.ts';
import { nameCombination, type Combination } from './combination.ts';
import { errorReason } from './errorReason.ts';
import type { ModelSession } from './modelSession.ts';
import { NoVectorError } from './poolVectors.ts';

export type TokenIds = ArrayLike<number>;

/** Encodes batches of token ids and goes on when a device does not. */
export interface ResilientRunner {
  readonly combination: Combination;
  /** Shape `[names, dimensions]`. */
  encode(names: readonly TokenIds[], length: VectorLength): Promise<Float32Array>;
  release(): Promise<void>;
}

export interface ResilientRunnerOptions {
  readonly session: ModelSession;
  readonly combination: Combination;
  readonly dimensions: number;
  /** The same weights on the CPU, so that the vectors still fit those that are stored. */
  openOnCpu(): Promise<ModelSession>;
  pool(
    output: { hidden: Float32Array; tokens: number },
    names: readonly TokenIds[],
    length: VectorLength,
  ): Float32Array;
  /** The CPU goes on from here; `notice` says why. */
  onFallback(combination: Combination, notice: string): void;
}

/**
 * A batch too large for the device's memory is halved until it fits; any other failure of a device, such as one
 * that was lost or answers NaN, moves the work to the CPU for good. What the CPU throws is thrown.
 */
export function createResilientRunner(options: ResilientRunnerOptions): ResilientRunner {
  let { session, combination } = options;

  const encodeOnce = async (names: readonly TokenIds[], length: VectorLength): Promise<Float32Array> =>
    options.pool(await session.run(names), names, length);

  const fallBack = async (error: unknown): Promise<void> => {
    const failed = nameCombination(combination);
    // What a lost device says when it is let go is of no use to anybody.
    await session.release().catch(() => undefined);
    session = await options.openOnCpu();
    combination = { ...combination, executionProvider: 'cpu' };
    options.onFallback(combination, `${failed}: ${errorReason(error)} The CPU goes on.`);
  };

  const encode = async (names: readonly TokenIds[], length: VectorLength): Promise<Float32Array> => {
    try {
      return await encodeOnce(names, length);
    } catch (error) {
      if (isOutOfMemory(error) && names.length > 1) {
        return encodeHalves(names, length);
      }
      if (combination.executionProvider === 'cpu') {
        throw error instanceof NoVectorError ? unusableModel(error) : error;
      }
      await fallBack(error);
      return encode(names, length);
    }
  };

  const encodeHalves = async (names: readonly TokenIds[], length: VectorLength): Promise<Float32Array> => {
    const middle = Math.ceil(names.length / 2);
    const vectors = new Float32Array(names.length * options.dimensions);
    vectors.set(await encode(names.slice(0, middle), length));
    vectors.set(await encode(names.slice(middle), length), middle * options.dimensions);
    return vectors;
  };

  return {
    get combination() {
      return combination;
    },
    encode,
    release: () => session.release(),
  };
}

function isOutOfMemory(error: unknown): boolean {
  return /out of memory|failed to allocate|bad_?alloc|OOM\b|not enough memory/iu.test(
    error instanceof Error ? error.message : String(error),
  );
}

function unusableModel(cause: NoVectorError): ModelFolderError {
  return new ModelFolderError('The model', cause.message, 'Choose another encoder or precision.', { cause });
}
