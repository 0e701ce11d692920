import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ExecutionProvider, Pooling } from '../encoder.ts';
import { ModelFolderError } from '../encoderErrors.ts';
import { checkSignature, signatureRemedy, type HiddenStates } from './graphSignature.ts';
import type { OnnxRuntime } from './onnxRuntime.ts';
import { createScratch } from './scratchBuffers.ts';
import { sessionOptions } from './sessionOptions.ts';

/** One loaded ONNX graph of a BERT: token ids in, last layer's hidden states out. */
export interface ModelSession {
  /**
   * @param names token ids of each name; padded here to the longest of them.
   * @returns hidden states of shape `[names, tokens, dimensions]`, valid until the next run; `tokens` is 1 where the
   *   graph gives the first token alone.
   */
  run(names: readonly ArrayLike<number>[]): Promise<{ hidden: Float32Array; tokens: number }>;
  release(): Promise<void>;
}

export interface SessionParameters {
  readonly onnxFile: string;
  readonly executionProvider: ExecutionProvider;
  readonly dimensions: number;
  readonly pooling: Pooling;
  readonly threads?: number | undefined;
}

/**
 * Loads the graph and checks its signature before anything runs: ONNX Runtime may end the process on an
 * input of the wrong type.
 * @throws {ModelFolderError} for a file that is no ONNX model or has other inputs or outputs.
 */
export async function openModelSession(
  ort: OnnxRuntime,
  { onnxFile, executionProvider, dimensions, pooling, threads }: SessionParameters,
): Promise<ModelSession> {
  const onCpu = executionProvider === 'cpu';
  let session: InferenceSession;
  try {
    session = await ort.InferenceSession.create(onnxFile, sessionOptions(executionProvider, threads));
  } catch (cause) {
    throw onCpu
      ? new ModelFolderError(
          onnxFile,
          `the file cannot be loaded as an ONNX model (${firstLine(cause)}); it may be truncated or of another kind.`,
          'Copy it again from where the model came from, or choose another encoder.',
          { cause },
        )
      : cause;
  }
  let output: HiddenStates;
  try {
    output = checkSignature(session, onnxFile, { dimensions, pooling });
  } catch (error) {
    await session.release();
    throw error;
  }
  const scratch = createScratch();
  const needsTokenTypes = session.inputNames.includes('token_type_ids');

  const createFeeds = (names: readonly ArrayLike<number>[], tokens: number): Record<string, Tensor> => {
    const cells = names.length * tokens;
    const shape = [names.length, tokens];
    const ids = scratch.integers('ids', cells);
    const mask = scratch.integers('mask', cells);
    names.forEach((name, row) => {
      for (let column = 0; column < tokens; column++) {
        const id = name[column];
        ids[row * tokens + column] = BigInt(id ?? 0);
        mask[row * tokens + column] = id === undefined ? 0n : 1n;
      }
    });
    return {
      input_ids: new ort.Tensor('int64', ids, shape),
      attention_mask: new ort.Tensor('int64', mask, shape),
      ...(needsTokenTypes && {
        // Nothing ever writes to it: a name is one segment, type 0.
        token_type_ids: new ort.Tensor('int64', scratch.integers('types', cells), shape),
      }),
    };
  };

  const givenTokens = (tokens: number): number => (output.tokens === 'first' ? 1 : tokens);

  const compute = async (
    names: readonly ArrayLike<number>[],
    tokens: number,
  ): Promise<Tensor | undefined> => {
    const feeds = createFeeds(names, tokens);
    if (output.type === 'float16') {
      return (await session.run(feeds, [output.name]))[output.name];
    }
    const given = givenTokens(tokens);
    const shape = [names.length, given, dimensions];
    const hidden = scratch.floats(names.length * given * dimensions);
    const bound = { [output.name]: new ort.Tensor('float32', hidden, shape) };
    return (await session.run(feeds, bound))[output.name];
  };

  return {
    async run(names) {
      const tokens = names.reduce((longest, { length }) => Math.max(longest, length), 0);
      const tensor = await compute(names, tokens).catch((cause: unknown) => {
        if (isShapeMismatch(cause)) {
          throw unexpectedShape(onnxFile, cause);
        }
        throw onCpu
          ? new ModelFolderError(
              onnxFile,
              `the model cannot encode a name (${firstLine(cause)}); its tokenizer may belong to another model.`,
              'Use the tokenizer.json that belongs to the model, or choose another encoder.',
              { cause },
            )
          : cause;
      });
      const hidden = toFloat32(tensor);
      const given = givenTokens(tokens);
      if (hidden?.length !== names.length * given * dimensions) {
        throw unexpectedShape(onnxFile);
      }
      return { hidden, tokens: given };
    },
    release: () => session.release(),
  };
}

/** ONNX Runtime gives half precision as `Float16Array` where the engine has one, else as its bits. */
function toFloat32(tensor: Tensor | undefined): Float32Array | undefined {
  const data: unknown = tensor?.data;
  if (data instanceof Float32Array) {
    return data;
  }
  if (data instanceof Uint16Array) {
    return Float32Array.from(data, fromHalf);
  }
  return tensor?.type === 'float16' ? Float32Array.from(data as ArrayLike<number>) : undefined;
}

/** IEEE 754 binary16. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) {
    return fraction === 0 ? sign * Infinity : NaN;
  }
  return exponent === 0
    ? sign * 2 ** -14 * (fraction / 1024)
    : sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

/** What ONNX Runtime says when an answer does not fit the memory that was bound for it. */
function isShapeMismatch(error: unknown): boolean {
  return /computed output shape for this run/u.test(firstLine(error));
}

function unexpectedShape(onnxFile: string, cause?: unknown): ModelFolderError {
  const problem = 'the model answered with vectors of another shape.';
  return new ModelFolderError(onnxFile, problem, signatureRemedy, { cause });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
