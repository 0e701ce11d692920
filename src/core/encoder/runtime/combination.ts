import type { ExecutionProvider, Precision } from '../encoder.ts';
import type { ModelFolder } from '../model/modelFolder.ts';

/** An execution provider with one of the model's weights. */
export interface Combination {
  readonly executionProvider: ExecutionProvider;
  readonly precision: Precision;
}

/** What the settings leave open. */
export interface Asked {
  readonly executionProvider: ExecutionProvider | 'auto';
  readonly precision: Precision | 'auto';
}

/** From the most exact to the least. */
const byExactness: readonly Precision[] = ['fp32', 'fp16', 'int8'];

/** Weights that a provider computes with at their own speed: GPUs have no 8-bit path here, processors no 16-bit one. */
const suitablePrecisions: Readonly<Record<'cpu' | 'gpu', readonly Precision[]>> = {
  cpu: ['fp32', 'int8'],
  gpu: ['fp16', 'fp32'],
};

/** The weights that the others are compared with. */
export function referencePrecision(folder: ModelFolder): Precision {
  return byExactness.find((precision) => folder.onnxFiles[precision]) ?? 'fp32';
}

/**
 * What is worth trying, best guess first. Weights that do not suit a provider are tried on it only when the user
 * asks for them or the model has no others.
 */
export function planCombinations(
  folder: ModelFolder,
  asked: Asked,
  available: readonly ExecutionProvider[],
): Combination[] {
  const providers = asked.executionProvider === 'auto' ? available : [asked.executionProvider];
  return providers.flatMap((executionProvider) =>
    precisionsFor(folder, asked.precision, executionProvider).map((precision) => ({
      executionProvider,
      precision,
    })),
  );
}

function precisionsFor(
  folder: ModelFolder,
  asked: Precision | 'auto',
  provider: ExecutionProvider,
): readonly Precision[] {
  if (asked !== 'auto') {
    return [asked];
  }
  const there = byExactness.filter((precision) => folder.onnxFiles[precision]);
  const suitable = suitablePrecisions[provider === 'cpu' ? 'cpu' : 'gpu'].filter((precision) =>
    there.includes(precision),
  );
  return suitable.length > 0 ? suitable : there.slice(0, 1);
}

export function nameCombination({ executionProvider, precision }: Combination): string {
  return `${executionProvider} ${precision}`;
}

export function isSame(a: Combination, b: Combination): boolean {
  return a.executionProvider === b.executionProvider && a.precision === b.precision;
}
