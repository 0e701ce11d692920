import type { Curie } from '../../concept.ts';
import { toCurie } from '../curies.ts';

/**
 * CURIEs of the IRIs of an ontology's own concepts. Where the IRI is not one that everybody knows, what follows its
 * last `#` or `/` is the identifier, with the prefix that was asked for, else the one that the document declares
 * for what stands before.
 *
 * @param prefixes By namespace.
 */
export function createIriCuries(
  prefixes: ReadonlyMap<string, string>,
  prefix: string | undefined,
): (iri: string) => Curie | undefined {
  return (iri) => {
    const known = toCurie(iri);
    if (known !== undefined) {
      return known;
    }
    const end = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/'), iri.lastIndexOf(':')) + 1;
    return toCurie(iri.slice(end), prefix ?? prefixes.get(iri.slice(0, end)) ?? 'LOCAL');
  };
}
