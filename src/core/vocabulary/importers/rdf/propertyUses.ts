const dc = 'http://purl.org/dc/elements/1.1/';
const dcterms = 'http://purl.org/dc/terms/';
const efo = 'http://www.ebi.ac.uk/efo/';
const nciThesaurus = 'http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#';
const obo = 'http://purl.obolibrary.org/obo/';
const oboInOwl = 'http://www.geneontology.org/formats/oboInOwl#';
const owl = 'http://www.w3.org/2002/07/owl#';
const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const rdfs = 'http://www.w3.org/2000/01/rdf-schema#';
const skos = 'http://www.w3.org/2004/02/skos/core#';

/** What of a concept, of an ontology or of an annotation's annotation a property tells. */
export type PropertyUse =
  | 'type'
  | 'label'
  | 'exact'
  | 'narrow'
  | 'broad'
  | 'related'
  | 'definition'
  | 'parent'
  | 'child'
  | 'crossReference'
  | 'alternativeId'
  | 'deprecated'
  | 'replacedBy'
  | 'consider'
  | 'namespace'
  | 'title'
  | 'versionInfo'
  | 'versionIri'
  | 'licence'
  | 'annotatedSource'
  | 'annotatedProperty'
  | 'annotatedTarget'
  | 'synonymType';

/**
 * By IRI. OBO ontologies in OWL: http://owlcollab.github.io/oboformat/doc/obo-syntax.html, section 5; SKOS:
 * https://www.w3.org/TR/skos-reference/. EFO and ORDO, and the NCI Thesaurus, have a few of their own.
 */
export const propertyUses: ReadonlyMap<string, PropertyUse> = new Map<string, PropertyUse>([
  [`${rdf}type`, 'type'],
  [`${rdfs}label`, 'label'],
  [`${skos}prefLabel`, 'label'],
  [`${oboInOwl}hasExactSynonym`, 'exact'],
  [`${oboInOwl}hasNarrowSynonym`, 'narrow'],
  [`${oboInOwl}hasBroadSynonym`, 'broad'],
  [`${oboInOwl}hasRelatedSynonym`, 'related'],
  // "Alternative term"
  [`${obo}IAO_0000118`, 'exact'],
  [`${skos}altLabel`, 'exact'],
  // Spellings that are searched for.
  [`${skos}hiddenLabel`, 'exact'],
  [`${efo}alternative_term`, 'exact'],
  [`${nciThesaurus}P90`, 'exact'],
  [`${obo}IAO_0000115`, 'definition'],
  [`${skos}definition`, 'definition'],
  [`${efo}definition`, 'definition'],
  [`${nciThesaurus}P97`, 'definition'],
  [`${rdfs}subClassOf`, 'parent'],
  [`${skos}broader`, 'parent'],
  [`${skos}narrower`, 'child'],
  [`${oboInOwl}hasDbXref`, 'crossReference'],
  [`${skos}exactMatch`, 'crossReference'],
  [`${skos}closeMatch`, 'crossReference'],
  [`${oboInOwl}hasAlternativeId`, 'alternativeId'],
  [`${owl}deprecated`, 'deprecated'],
  // "Term replaced by"
  [`${obo}IAO_0100001`, 'replacedBy'],
  [`${dcterms}isReplacedBy`, 'replacedBy'],
  [`${oboInOwl}consider`, 'consider'],
  [`${oboInOwl}hasOBONamespace`, 'namespace'],
  [`${dc}title`, 'title'],
  [`${dcterms}title`, 'title'],
  [`${owl}versionInfo`, 'versionInfo'],
  [`${owl}versionIRI`, 'versionIri'],
  [`${dcterms}license`, 'licence'],
  [`${dc}rights`, 'licence'],
  [`${dcterms}rights`, 'licence'],
  [`${owl}annotatedSource`, 'annotatedSource'],
  [`${owl}annotatedProperty`, 'annotatedProperty'],
  [`${owl}annotatedTarget`, 'annotatedTarget'],
  [`${oboInOwl}hasSynonymType`, 'synonymType'],
]);

export const conceptClasses: ReadonlySet<string> = new Set([`${owl}Class`, `${skos}Concept`]);
export const ontologyClasses: ReadonlySet<string> = new Set([`${owl}Ontology`, `${skos}ConceptScheme`]);

/** Those whose triples have annotations that matter. */
export function isSynonymProperty(iri: string): boolean {
  return /^(?:exact|narrow|broad|related)$/u.test(propertyUses.get(iri) ?? '');
}

/** Above everything, and so above nothing in particular. */
export const topClasses: ReadonlySet<string> = new Set([`${owl}Thing`, `${rdfs}Resource`, `${skos}Concept`]);

/** Parent of the obsolete classes in ontologies from before `owl:deprecated`. */
export const obsoleteClass = `${oboInOwl}ObsoleteClass`;

/** OBO Metadata Ontology: "abbreviation" and "acronym"; else the types of MONDO, HPO and others by their names. */
export const abbreviationType = /OMO_(?:0003000|0003012)$|[#/_](?:\w*_)?(?:abbreviation|acronym)s?$/iu;
