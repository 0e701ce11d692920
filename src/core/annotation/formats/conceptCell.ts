/** What corpora write in place of an identifier for a mention that no concept fits. */
export const noConcept: ReadonlySet<string> = new Set(['', '-', '-1', 'NIL', 'CUI-LESS']);

/** The identifiers of a cell in which corpora join several by `|`, `+`, `;` or `,`; each once. */
export function readConceptCell(cell: string): string[] {
  const ids = cell.split(/[|+;,]/u).map((id) => id.trim());
  return [...new Set(ids)].filter((id) => !noConcept.has(id.toUpperCase()));
}

/** Whether a reader would get something else than this one identifier from a cell that holds it. */
export function breaksCell(id: string): boolean {
  const [only, ...others] = readConceptCell(id);
  return only !== id || others.length > 0;
}

/** What formats that leave it open call the field of identifiers when nothing else is known. */
export const defaultKey = 'identifier';

/** A name that differs from the default, so that it is written again as it was read. */
export function keyOf(concepts: readonly unknown[], key: string | undefined): { conceptKey?: string } {
  return key === undefined || key === defaultKey || concepts.length === 0 ? {} : { conceptKey: key };
}
