import type { InferenceSession } from 'onnxruntime-node';
import { ModelFolderError } from '../encoderErrors.ts';

const requiredInputs = ['input_ids', 'attention_mask'];
const optionalInputs = ['token_type_ids'];

export const signatureRemedy =
  'Export the model again for the task "feature-extraction", or choose another encoder.';

/**
 * The output that holds the hidden states.
 * @throws {ModelFolderError} when the graph is not that of a name encoder.
 */
export function checkSignature(
  session: InferenceSession,
  file: string,
  dimensions: number,
): { name: string; type: 'float32' | 'float16' } {
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
  return { name: output.name, type: output.type };
}
