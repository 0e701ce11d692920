import { createRequire } from 'node:module';
import { join } from 'node:path';
import { executionProviders, type ExecutionProvider } from '../encoder.ts';

/** The parts of `onnxruntime-node` in use; a value of it, so that a copy from another folder can take its place. */
export type OnnxRuntime = typeof import('onnxruntime-node');

/**
 * Loads ONNX Runtime into this process, once and for all: two copies of its native library do not live together.
 * @param folder holds a `node_modules/onnxruntime-node` of its own, such as the one with the CUDA provider;
 *   without it the bundled one is taken.
 */
export async function loadOnnxRuntime(folder?: string): Promise<OnnxRuntime> {
  return folder === undefined
    ? import('onnxruntime-node')
    : (createRequire(join(folder, 'package.json'))('onnxruntime-node') as OnnxRuntime);
}

/** The execution providers that this build of ONNX Runtime has, in the order in which they are preferred. */
export function listExecutionProviders(ort: OnnxRuntime): ExecutionProvider[] {
  const built = new Set<string>(ort.listSupportedBackends().map(({ name }) => name));
  return executionProviders.filter((provider) => built.has(provider));
}
