import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../scripts/projectFolder.ts';
import type { OnnxEncoder } from '../../src/core/encoder/runtime/onnxEncoder.ts';
import { importConceptTable } from '../../src/core/vocabulary/importConceptTable.ts';

export const bundledModelFolder = join(projectFolder, 'models', 'starter');

/** The first `count` names of the bundled vocabulary, long ones and short ones. */
export function readNames(count: number): readonly string[] {
  const file = join(projectFolder, 'vocabularies', 'starter', 'concepts.tsv');
  const { concepts } = importConceptTable(readFileSync(file, 'utf8'), file);
  return concepts
    .flatMap(({ preferredName, synonyms }) => [preferredName, ...synonyms.map(({ name }) => name)])
    .slice(0, count);
}

/** All names in one request; row `i`, of `encoder.description.dimensions` numbers, belongs to `names[i]`. */
export async function encodeTogether(encoder: OnnxEncoder, names: readonly string[]): Promise<Float32Array> {
  const job = encoder.createJob(names);
  while (await job.runNextBatch()) {
    // The next batch.
  }
  return job.vectors;
}

/** For each row, one minus the cosine; both matrices have the shape `[rows, dimensions]` and unit rows. */
export function cosineDistances(a: Float32Array, b: Float32Array, dimensions: number): readonly number[] {
  return Array.from({ length: a.length / dimensions }, (_, row) => {
    let dot = 0;
    for (let i = row * dimensions; i < (row + 1) * dimensions; i++) {
      dot += (a[i] ?? NaN) * (b[i] ?? NaN);
    }
    return 1 - dot;
  });
}

/** The largest difference of two numbers in the same place; NaN where one is missing. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : NaN;
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
  }
  return largest;
}
