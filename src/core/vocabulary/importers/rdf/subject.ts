import type { Synonym } from '../../concept.ts';
import type { ReleaseDetails } from '../importer.ts';

/** What is known so far about the subject of some triples. Lists are made when there is something to put in. */
export interface Subject {
  readonly file: string;
  /** Where it is met first. */
  readonly line: number;
  isConcept: boolean;
  isObsolete: boolean;
  labels?: RankedText[];
  definition?: RankedText;
  synonyms?: Synonym[];
  /** IRIs, as are all that follow up to the namespace, or CURIEs where literals give those. */
  parents?: string[];
  crossReferences?: string[];
  alternativeIds?: string[];
  replacedBy?: string[];
  consider?: string[];
  /** Of OBO: what kind of concepts it belongs to. */
  namespace?: string;
  ontology?: OntologyDetails;
}

export interface RankedText {
  readonly text: string;
  /** Place of its language among those wanted. */
  readonly rank: number;
}

/** What a document says about itself, before it is known whether its subject is the ontology. */
export interface OntologyDetails {
  isOntology: boolean;
  title?: string;
  versionInfo?: string;
  versionIri?: string;
  licence?: string;
}

export function describeRelease(iri: string, { ontology, labels }: Subject): ReleaseDetails {
  const title = ontology?.title ?? labels?.[0]?.text;
  const version = readVersion(ontology?.versionInfo, ontology?.versionIri);
  return {
    ...(title !== undefined && { title }),
    ...(version !== undefined && { version }),
    ...(ontology?.licence !== undefined && { licence: ontology.licence }),
    source: iri,
  };
}

/** The date in `http://purl.obolibrary.org/obo/hp/releases/2026-02-16/hp.owl`, else what stands there. */
function readVersion(info: string | undefined, iri: string | undefined): string | undefined {
  const date = /\d{4}-\d\d-\d\d/u;
  return date.exec(info ?? '')?.[0] ?? info ?? date.exec(iri ?? '')?.[0] ?? iri;
}
