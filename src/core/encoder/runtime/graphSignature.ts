import type { InferenceSession } from 'onnxruntime-node';
import type { Pooling } from '../encoder.ts';
import { ModelFolderError } from '../encoderErrors.ts';

const requiredInputs = ['input_ids', 'attention_mask'];
const optionalInputs = ['token_type_ids'];

export const signatureRemedy =
  'Export the model again for the task "feature-extraction", or choose another encoder.';

/** Where a graph leaves the last layer's hidden states. */
export interface HiddenStates {
  readonly name: string;
  readonly type: 'float32' | 'float16';
  /** A graph whose [CLS] is all that is wanted may leave out the last layer's other tokens: `[batch, 1, dimensions]`. */
  readonly tokens: 'all' | 'first';
}

/**
 * The output that holds the hidden states.
 * @throws {ModelFolderError} when the graph is not that of a name encoder.
 */
export function checkSignature(
  session: InferenceSession,
  file: string,
  { dimensions, pooling }: { readonly dimensions: number; readonly pooling: Pooling },
): HiddenStates {
  const reject = (problem: string): never => {
    throw new ModelFolderError(file, problem, signatureRemedy);
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
  if (
    !output?.isTensor ||
    (output.type !== 'float32' && output.type !== 'float16') ||
    output.shape.length !== 3
  ) {
    return reject(
      'the model has no floating-point output "last_hidden_state" of shape [batch, sequence, dimensions].',
    );
  }
  const stated = output.shape[2];
  if (typeof stated === 'number' && stated !== dimensions) {
    reject(`the model's vectors have ${stated} dimensions, but config.json says ${dimensions}.`);
  }
  const tokens = output.shape[1] === 1 ? 'first' : 'all';
  if (tokens === 'first' && pooling !== 'cls') {
    reject('the model gives the first token alone, but its vectors are to be the mean over all tokens.');
  }
  return { name: output.name, type: output.type, tokens };
}
