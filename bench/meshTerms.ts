import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { defaultMeshFile } from '../scripts/readMesh.ts';

/** The terms of MeSH's descriptors, every `step`th, in the file's order and spelling; nothing without the file. */
export function readMeshTerms(step: number): readonly string[] | undefined {
  if (!existsSync(defaultMeshFile)) {
    return undefined;
  }
  const [, ...rows] = gunzipSync(readFileSync(defaultMeshFile)).toString('utf8').trimEnd().split('\n');
  return rows.flatMap((row) => (row.split('\t')[3] ?? '').split('|')).filter((_, i) => i % step === 0);
}
