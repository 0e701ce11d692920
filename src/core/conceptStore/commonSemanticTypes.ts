import type { ConceptStore } from './conceptStore.ts';

/** Of each vocabulary; enough to meet every type that is not rare, and read in no time. */
const sampledConcepts = 1_000;

/** Semantic types that concepts of these stores have, the commonest first; from a sample of large ones. */
export async function commonSemanticTypes(stores: readonly ConceptStore[]): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const store of stores) {
    const { conceptCount } = store.manifest;
    const step = Math.max(1, conceptCount / sampledConcepts);
    const ids = Array.from({ length: Math.min(conceptCount, sampledConcepts) }, (_, i) =>
      Math.floor(i * step),
    );
    for (const concept of await store.concepts(ids)) {
      for (const type of concept?.semanticTypes ?? []) {
        counts.set(type, (counts.get(type) ?? 0) + 1);
      }
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([type]) => type);
}
