import * as ort from 'onnxruntime-node';
import type { ExecutionProvider } from '../encoder.ts';
import { ModelFolderError } from '../encoderErrors.ts';

/** One loaded ONNX graph of a BERT: token ids in, last layer's hidden states out. */
export interface ModelSession {
  /**
   * @param names token ids of each name; padded here to the longest of them.
   * @returns hidden states of shape `[names, tokens, dimensions]`.
   */
  run(names: readonly (readonly number[])[]): Promise<{ hidden: Float32Array; tokens: number }>;
  release(): Promise<void>;
}

const requiredInputs = ['input_ids', 'attention_mask'];
const optionalInputs = ['token_type_ids'];
const remedy = 'Export the model again for the task "feature-extraction", or choose another encoder.';

/**
 * Loads the graph and checks its signature before anything runs: ONNX Runtime may end the process on an
 * input of the wrong type.
 * @throws {ModelFolderError} for a file that is no ONNX model or has other inputs or outputs.
 */
export async function openModelSession(
  onnxFile: string,
  executionProvider: ExecutionProvider,
  dimensions: number,
): Promise<ModelSession> {
  let session: ort.InferenceSession;
  try {
    session = await ort.InferenceSession.create(onnxFile, {
      executionProviders: [executionProvider],
      graphOptimizationLevel: 'all',
      logSeverityLevel: 4,
    });
  } catch (cause) {
    throw executionProvider === 'cpu'
      ? new ModelFolderError(
          onnxFile,
          `the file cannot be loaded as an ONNX model (${firstLine(cause)}); it may be truncated or of another kind.`,
          'Copy it again from where the model came from, or choose another encoder.',
          { cause },
        )
      : cause;
  }
  const outputName = checkSignature(session, onnxFile, dimensions);
  return {
    async run(names) {
      const tokens = Math.max(...names.map((ids) => ids.length));
      const inputs = createInputs(names, tokens, session.inputNames);
      const outputs = await session.run(inputs, [outputName]).catch((cause: unknown) => {
        throw executionProvider === 'cpu'
          ? new ModelFolderError(
              onnxFile,
              `the model cannot encode a name (${firstLine(cause)}); its tokenizer may belong to another model.`,
              'Use the tokenizer.json that belongs to the model, or choose another encoder.',
              { cause },
            )
          : cause;
      });
      const output = outputs[outputName];
      if (
        !(output?.data instanceof Float32Array) ||
        output.data.length !== names.length * tokens * dimensions
      ) {
        throw new ModelFolderError(onnxFile, 'the model answered with vectors of another shape.', remedy);
      }
      return { hidden: output.data, tokens };
    },
    release: () => session.release(),
  };
}

/** The name of the output that holds the hidden states. */
function checkSignature(session: ort.InferenceSession, file: string, dimensions: number): string {
  const reject = (problem: string): never => {
    throw new ModelFolderError(file, problem, remedy);
  };
  for (const name of requiredInputs) {
    if (!session.inputNames.includes(name)) {
      reject(`the model has no input "${name}".`);
    }
  }
  for (const input of session.inputMetadata) {
    if (![...requiredInputs, ...optionalInputs].includes(input.name)) {
      reject(`the model wants an input "${input.name}" that a name encoder does not have.`);
    }
    if (!input.isTensor || input.type !== 'int64' || input.shape.length !== 2) {
      reject(`the model's input "${input.name}" must be int64 of shape [batch, sequence].`);
    }
  }
  const outputs = session.outputMetadata;
  const output = outputs.find(({ name }) => name === 'last_hidden_state') ?? outputs[0];
  if (!output?.isTensor || output.type !== 'float32' || output.shape.length !== 3) {
    return reject(
      'the model has no float32 output "last_hidden_state" of shape [batch, sequence, dimensions].',
    );
  }
  const stated = output.shape[2];
  if (typeof stated === 'number' && stated !== dimensions) {
    reject(`the model's vectors have ${stated} dimensions, but config.json says ${dimensions}.`);
  }
  return output.name;
}

function createInputs(
  names: readonly (readonly number[])[],
  tokens: number,
  inputNames: readonly string[],
): Record<string, ort.Tensor> {
  const ids = new BigInt64Array(names.length * tokens);
  const mask = new BigInt64Array(names.length * tokens);
  names.forEach((name, row) => {
    name.forEach((id, column) => {
      ids[row * tokens + column] = BigInt(id);
      mask[row * tokens + column] = 1n;
    });
  });
  const shape = [names.length, tokens];
  const inputs: Record<string, ort.Tensor> = {
    input_ids: new ort.Tensor('int64', ids, shape),
    attention_mask: new ort.Tensor('int64', mask, shape),
  };
  if (inputNames.includes('token_type_ids')) {
    inputs['token_type_ids'] = new ort.Tensor('int64', new BigInt64Array(names.length * tokens), shape);
  }
  return inputs;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
