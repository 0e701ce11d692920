import { openOnnxEncoder } from '../../src/core/encoder/runtime/onnxEncoder.ts';
import type { ExecutionProvider } from '../../src/core/encoder/encoder.ts';
import { bundledModelFolder, encodeTogether } from './bundledEncoder.ts';

// A program: encodes the names given as arguments on the execution provider that comes first among them, and
// prints what it ran on and the vectors. Drivers are chosen by the environment, which belongs to a process.
const [executionProvider = 'cpu', ...names] = process.argv.slice(2);
const encoder = await openOnnxEncoder({
  modelFolder: bundledModelFolder,
  precision: 'fp32',
  executionProvider: executionProvider as ExecutionProvider,
});
const vectors = await encodeTogether(encoder, names);
process.stdout.write(JSON.stringify({ description: encoder.description, vectors: [...vectors] }));
