import type { InferenceSession } from 'onnxruntime-node';
import type { ExecutionProvider } from '../encoder.ts';
import { physicalCores } from './physicalCores.ts';

/** @param threads of the CPU; a thread a core, or ONNX Runtime's own count where cores cannot be told, when left out. */
export function sessionOptions(
  executionProvider: ExecutionProvider,
  threads = physicalCores(),
): InferenceSession.SessionOptions {
  return {
    executionProviders: [executionProvider],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 4,
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    // Threads that spin between two operators take the processor from the language server and gain nothing here.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}
