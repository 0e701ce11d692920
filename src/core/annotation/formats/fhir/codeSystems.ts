/** The URIs by which FHIR names code systems (https://hl7.org/fhir/R4/terminologies-systems.html). */
const systems: ReadonlyMap<string, string> = new Map([
  ['SNOMEDCT', 'http://snomed.info/sct'],
  ['RXNORM', 'http://www.nlm.nih.gov/research/umls/rxnorm'],
  ['UMLS', 'http://terminology.hl7.org/CodeSystem/umls'],
  ['LOINC', 'http://loinc.org'],
  ['ICD10CM', 'http://hl7.org/fhir/sid/icd-10-cm'],
  ['ICD10', 'http://hl7.org/fhir/sid/icd-10'],
  ['ICD9CM', 'http://hl7.org/fhir/sid/icd-9-cm'],
  ['HP', 'http://human-phenotype-ontology.org'],
  ['MESH', 'https://id.nlm.nih.gov/mesh'],
  ['NCIT', 'http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl'],
  ['OMIM', 'http://www.omim.org'],
  ['ORPHANET', 'http://www.orpha.net'],
  ['ATC', 'http://www.whocc.no/atc'],
  ['DOID', 'http://purl.obolibrary.org/obo/doid.owl'],
  ['MONDO', 'http://purl.obolibrary.org/obo/mondo.owl'],
  ['CHEBI', 'http://purl.obolibrary.org/obo/chebi.owl'],
]);

export interface Coding {
  readonly system?: string;
  readonly code: string;
  readonly display?: string;
}

/** The coding of a concept; without a system where its prefix is missing or not known. */
export function toCoding(curie: string, preferredName: string): Coding {
  const [, prefix = '', local = ''] = /^([^:]+):(.+)$/su.exec(curie) ?? [];
  const system = systems.get(prefix);
  return {
    ...(system !== undefined && { system }),
    code: system === undefined ? curie : local,
    ...(preferredName !== '' && { display: preferredName }),
  };
}
