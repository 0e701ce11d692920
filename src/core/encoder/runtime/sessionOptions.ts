import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { InferenceSession } from 'onnxruntime-node';
import type { ExecutionProvider } from '../encoder.ts';

export function sessionOptions(executionProvider: ExecutionProvider): InferenceSession.SessionOptions {
  const threads = inferenceThreads();
  return {
    executionProviders: [executionProvider],
    graphOptimizationLevel: 'all',
    logSeverityLevel: 4,
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    // Threads that spin between two operators take the processor from the language server and gain nothing here.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

/**
 * A thread for each physical core that this process may use: two on one core share its multipliers and slow
 * each other down. Where the cores cannot be told, ONNX Runtime's own count stands.
 */
function inferenceThreads(): number | undefined {
  const cores = physicalCores();
  return cores === undefined ? undefined : Math.max(1, Math.min(cores, availableParallelism()));
}

/** Linux lists each core's threads under /sys; other systems are left to ONNX Runtime, which asks them itself. */
function physicalCores(): number | undefined {
  const folder = '/sys/devices/system/cpu';
  try {
    const cores = readdirSync(folder)
      .filter((name) => /^cpu\d+$/u.test(name))
      .map((name) => readFileSync(`${folder}/${name}/topology/thread_siblings_list`, 'utf8').trim());
    return cores.length > 0 ? new Set(cores).size : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return undefined; // no such folder, or not for us
    }
    throw error;
  }
}
