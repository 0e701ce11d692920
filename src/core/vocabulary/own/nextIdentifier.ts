import type { Curie } from '../concept.ts';

/** Nobody's prefix in the Bioregistry, so two people may mean different things by one such identifier. */
export const ownPrefix = 'LOCAL';

/** `LOCAL:0001`, or the next number after the highest that stands anywhere in `texts`, also in rows that are damaged. */
export function nextIdentifier(texts: readonly string[]): Curie {
  let highest = 0;
  for (const text of texts) {
    for (const [, number] of text.matchAll(/\bLOCAL:(\d{1,9})(?!\d)/gu)) {
      highest = Math.max(highest, Number(number));
    }
  }
  return `${ownPrefix}:${String(highest + 1).padStart(4, '0')}`;
}

/** Whether a concept of another vocabulary with the same identifier need not be the same one. */
export function isOwnIdentifier(curie: Curie): boolean {
  return curie.startsWith(`${ownPrefix}:`);
}
