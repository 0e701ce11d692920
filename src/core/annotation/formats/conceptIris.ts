import { toCurie } from '../../vocabulary/importers/curies.ts';

/** Vocabularies whose publishers name their concepts by IRIs of their own; the rest is the local identifier. */
const bases: ReadonlyMap<string, string> = new Map([
  ['MESH', 'http://id.nlm.nih.gov/mesh/'],
  ['SNOMEDCT', 'http://snomed.info/id/'],
  ['LOINC', 'https://loinc.org/rdf/'],
  ['ICD10CM', 'http://hl7.org/fhir/sid/icd-10-cm/'],
  ['OMIM', 'https://omim.org/entry/'],
  ...['HP', 'DOID', 'MONDO', 'CHEBI', 'GO', 'CL', 'UBERON', 'NCBITAXON'].map((prefix): [string, string] => [
    prefix,
    `http://purl.obolibrary.org/obo/${prefix}_`,
  ]),
]);
const ownBase = 'urn:termlens:concept:';

/** An IRI for a concept, from which `toConcept` makes the same identifier again. */
export function conceptIri(curie: string): string {
  const colon = curie.indexOf(':');
  const [prefix, local] = [curie.slice(0, Math.max(colon, 0)), curie.slice(colon + 1)];
  const candidates = [
    `${bases.get(prefix) ?? ''}${local}`,
    `https://bioregistry.io/${prefix.toLowerCase()}:${local}`,
  ];
  const iri = candidates.find(
    (candidate) => /^https?:[^\s"<>\\^`{|}]+$/u.test(candidate) && toCurie(candidate) === curie,
  );
  return iri ?? ownBase + encodeURIComponent(curie.toWellFormed());
}

/** The identifier of a concept that an IRI names; the IRI itself where that is not known. */
export function toConcept(iri: string): string {
  if (!iri.startsWith(ownBase)) {
    return toCurie(iri) ?? iri;
  }
  const encoded = iri.slice(ownBase.length);
  return /%(?![\dA-F]{2})/iu.test(encoded) ? encoded : decodeSafely(encoded);
}

/** An escape may still be no UTF-8. */
function decodeSafely(encoded: string): string {
  return Buffer.from(
    encoded.replaceAll(/%([\dA-F]{2})/giu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
}
