import type { Curie } from '../concept.ts';

/** Bioregistry prefix in upper case, a colon, and a local identifier without spaces. */
const curiePattern = /^[A-Z][A-Z0-9.]*:[^\s:|]+$/u;

/** Other ways to write a prefix, in lower case without `_` and `-`, under the Bioregistry's one. */
const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    DOID: 'do',
    DRUGBANK: 'drugbank.drug',
    HP: 'hpo',
    ICD9CM: 'icd9 icd9cmdiagnosis',
    ICD10: 'icd10who',
    ICD10CM: 'icd10cmdiagnosis',
    LOINC: 'lnc ln',
    MEDDRA: 'mdr',
    MESH: 'msh meshid meshd meshc',
    NCBIGENE: 'entrez entrezgene geneid ncbigeneid eg',
    NCBITAXON: 'taxon taxonomy ncbitaxonomy ncbitaxonid taxid',
    NCIT: 'nci ncithesaurus ncitc',
    OMIM: 'mim omimid',
    'OMIM.PS': 'omimps mimps',
    ORPHANET: 'orpha ordo orphanet.ordo orphanetordo',
    PUBMED: 'pmid',
    RXNORM: 'rxcui',
    SNOMEDCT: 'snomedctus snomed sct sctid snomedctcore snomedid snomedctusedition',
    UMLS: 'umlscui cui umlsid umls.cui',
    UNIPROT: 'uniprotkb swissprot',
  }).flatMap(([prefix, names]) => names.split(' ').map((name): [string, string] => [name, prefix])),
);

/** Whose local identifiers have capitals only, whatever a file makes of them. */
const capitals: ReadonlySet<string> = new Set(['MESH', 'UMLS', 'NCIT', 'ICD10', 'ICD10CM', 'ICD9CM']);

/** No prefixes, though a colon follows. */
const schemes: ReadonlySet<string> = new Set([
  'http',
  'https',
  'ftp',
  'urn',
  'mailto',
  'file',
  'info',
  'url',
]);

/** IRIs of concepts: the group `local` is the identifier, the group `prefix` its prefix where none is given. */
const iris: readonly (readonly [RegExp, string?])[] = [
  // OBO Foundry identifier policy: http://obofoundry.org/id-policy
  [/^https?:\/\/purl\.obolibrary\.org\/obo\/(?<prefix>[A-Za-z]\w*?)_(?<local>[A-Za-z0-9.-]+)$/u],
  [/^https?:\/\/www\.ebi\.ac\.uk\/efo\/(?<prefix>EFO)_(?<local>\d+)$/u],
  [/^https?:\/\/www\.orpha\.net\/ORDO\/Orphanet_(?<local>[A-Z\d]+)$/u, 'ORPHANET'],
  // With or without a namespace of its own: identifiers.org/mesh/D009203, identifiers.org/mesh:D009203.
  [
    /^https?:\/\/(?:www\.)?(?:identifiers\.org|bioregistry\.io|n2t\.net)\/(?<prefix>[\w.-]+)[:/](?<local>.+)$/u,
  ],
  [/^https?:\/\/purl\.bioontology\.org\/ontology\/(?<prefix>[\w.-]+)\/(?<local>[^/#]+)$/u],
  [/^https?:\/\/id\.nlm\.nih\.gov\/mesh\/(?:\d{4}\/)?(?<local>[A-Z]\w+)$/u, 'MESH'],
  [/^https?:\/\/snomed\.info\/id\/(?<local>\d+)$/u, 'SNOMEDCT'],
  [/^https?:\/\/ncicb\.nci\.nih\.gov\/xml\/owl\/EVS\/Thesaurus\.owl#(?<local>C\d+)$/u, 'NCIT'],
  [/^https?:\/\/linkedlifedata\.com\/resource\/umls\/id\/(?<local>C\d+)$/u, 'UMLS'],
  [/^https?:\/\/(?:www\.)?omim\.org\/entry\/(?<local>\d+)$/u, 'OMIM'],
  [/^https?:\/\/(?:www\.)?omim\.org\/phenotypicSeries\/(?<local>PS\d+)$/u, 'OMIM.PS'],
  [/^https?:\/\/(?:www\.)?loinc\.org\/(?:rdf\/)?(?<local>[A-Z\d]+-[A-Z\d]+)\/?$/u, 'LOINC'],
  [/^https?:\/\/www\.nlm\.nih\.gov\/research\/umls\/rxnorm\/(?<local>\d+)$/u, 'RXNORM'],
  [/^https?:\/\/hl7\.org\/fhir\/sid\/icd-10-cm\/(?<local>[^/#]+)$/u, 'ICD10CM'],
  [/^https?:\/\/id\.who\.int\/icd\/entity\/(?<local>\d+)$/u, 'ICD11'],
  [/^https?:\/\/www\.wikidata\.org\/(?:entity|wiki)\/(?<local>Q\d+)$/u, 'WIKIDATA'],
  [/^https?:\/\/www\.ncbi\.nlm\.nih\.gov\/gene\/(?<local>\d+)$/u, 'NCBIGENE'],
];

/**
 * The CURIE of an identifier as vocabularies write it: a CURIE in any case or with another name of its prefix
 * (`MSH:D009203`, `SNOMEDCT_US_2023_03_01:22298006`), an IRI whose prefix is known, or, where a prefix is given
 * for them, a bare identifier. Undefined for everything else, such as a web page.
 */
export function toCurie(identifier: string, defaultPrefix?: string): Curie | undefined {
  const written = identifier.trim().replace(/^<(.*)>$/u, '$1');
  if (/^https?:\/\//u.test(written)) {
    return fromIri(written);
  }
  const [, prefix, local] =
    /^([A-Za-z][\w.-]*):(.+)$/u.exec(written) ??
    // As in IRIs: HP_0001250.
    /^([A-Z]{2,}[A-Za-z]*|Orphanet)_(\d{3,})$/u.exec(written) ??
    [];
  if (prefix !== undefined && local !== undefined) {
    return schemes.has(prefix.toLowerCase()) ? undefined : join(prefix, local);
  }
  return defaultPrefix === undefined || written === '' ? undefined : join(defaultPrefix, written);
}

/** Whether it is written as `Concept.curie` must be. */
export function isCurie(text: string): boolean {
  return curiePattern.test(text);
}

function fromIri(iri: string): Curie | undefined {
  for (const [pattern, prefix] of iris) {
    const groups = pattern.exec(iri)?.groups;
    const found = prefix ?? groups?.['prefix'];
    if (groups?.['local'] !== undefined && found !== undefined) {
      return join(found, groups['local']);
    }
  }
  return undefined;
}

function join(prefix: string, local: string): Curie | undefined {
  const known = toPrefix(prefix);
  // Twice a prefix: HGNC:HGNC:5, DO:DOID:4, Orphanet:Orphanet_558.
  const repeated = /^([A-Za-z][\w.-]*?)[:_](.+)$/u.exec(local);
  if (repeated?.[1] !== undefined && repeated[2] !== undefined && toPrefix(repeated[1]) === known) {
    return join(repeated[1], repeated[2]);
  }
  if (known === 'OMIM' && /^PS\d+$/u.test(local)) {
    return join('OMIM.PS', local);
  }
  const written = capitals.has(known) ? local.toUpperCase() : local;
  const curie = `${known}:${known === 'OMIM.PS' ? written.replace(/^PS/u, '') : written}`;
  return isCurie(curie) ? curie : undefined;
}

/** The Bioregistry's prefixes have letters, digits and dots; it compares without the rest. */
function toPrefix(written: string): string {
  // DOID names the edition: SNOMEDCT_US_2023_03_01, NCI2004_11_17.
  const compared = written
    .replace(/(?:\d{4})?(?:_\d+)+$/u, '')
    .replaceAll(/[_-]/gu, '')
    .toLowerCase();
  return aliases.get(compared) ?? compared.toUpperCase();
}
