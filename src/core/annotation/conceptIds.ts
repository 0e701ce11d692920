/**
 * The one form in which identifiers of corpora, dictionaries and annotators are compared: without the prefixes `MESH:`
 * and `OMIM:`, which some files write and others leave out, and with a doubled prefix (CTD's `DO:DOID:`) written once.
 * These two have identifiers that cannot be taken for each other's: letters and digits, digits alone.
 */
export function normalizeConceptId(id: string): string {
  return id
    .trim()
    .replace(/^(?:MESH|OMIM):/iu, '')
    .replace(/^DO:(?=DOID:)/u, '')
    .trim();
}
