import { normalizeConceptId } from '../annotation/conceptIds.ts';
import { noConcept } from '../annotation/formats/conceptCell.ts';

/** Identifiers of a cell, each once, in order; `-1` and the like are none. */
export function readConceptIds(cell: string): string[] {
  const ids = cell.split(/[|+;,]/u).map(normalizeConceptId);
  return [...new Set(ids)].filter((id) => !noConcept.has(id.toUpperCase()));
}

/**
 * The gold cell of a corpus: what `+` joins is all meant, of what `|`, `;` or `,` joins any is right. No part is left
 * of a mention that no concept fits.
 */
export function readGold(cell: string): string[][] {
  return cell
    .split('+')
    .map(readConceptIds)
    .filter((ids) => ids.length > 0);
}

/** As `readGold` reads it. */
export function formatGold(gold: readonly (readonly string[])[]): string {
  return gold.map((ids) => ids.join('|')).join('+');
}
