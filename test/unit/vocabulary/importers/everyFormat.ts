import type { SampledFile } from '../../../../src/core/vocabulary/importers/importer.ts';
import { memoryFile } from './memoryFiles.ts';
import {
  conceptRow,
  descriptionRow,
  fullySpecified,
  referenceRow,
  relationshipRow,
  preferred,
  rf2Text,
  usEnglish,
} from './snomed/rf2Fixtures.ts';
import { atomRow } from './umls/rrfFixtures.ts';

/** A concept as a small release states it. */
export interface StatedConcept {
  /** From 1 to 9; 0 states none. */
  readonly id: number;
  readonly name: string;
  /** The `id` of another one, or its own. */
  readonly parent?: number;
}

/** How one format states concepts; a record that is spoilt must not spoil its neighbours where it is a line. */
export interface Format {
  readonly what: string;
  readonly format: string;
  /** Of the file that holds the names. */
  readonly path: string;
  /** What stands before, between and after the concepts of that file. */
  readonly before: string;
  readonly between: string;
  readonly after: string;
  /** Whether a record is one line, or ends where the next one begins. */
  readonly isLines: boolean;
  readonly hasParents: boolean;
  state(concept: StatedConcept): string;
  /** The other files of the release. */
  others?(concepts: readonly StatedConcept[]): readonly SampledFile[];
}

const snomedId = (id: number): string => (id === 0 ? '' : `${id}000001`);
const snomedPath = (kind: string): string => `Snapshot/Terminology/sct2_${kind}_Snapshot_INT_20300101.txt`;
const owlNamespaces =
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" ' +
  'xmlns:owl="http://www.w3.org/2002/07/owl#"';
const obo = 'http://purl.obolibrary.org/obo/HP_';
const ifAny = (parent: number | undefined, text: (parent: number) => string): string =>
  parent === undefined ? '' : text(parent);

export const everyFormat: readonly Format[] = [
  {
    what: 'RRF',
    format: 'umls-rrf',
    path: 'META/MRCONSO.RRF',
    ...{ before: '', between: '\n', after: '\n', isLines: true, hasParents: false },
    state: ({ id, name }) => atomRow({ cui: id === 0 ? '' : `C000000${id}`, str: name, ts: 'P', stt: 'PF' }),
  },
  {
    what: 'RF2',
    format: 'snomed-rf2',
    path: snomedPath('Description').replace('Snapshot_INT', 'Snapshot-en_INT'),
    ...{
      before: rf2Text('description', []),
      between: '\r\n',
      after: '\r\n',
      isLines: true,
      hasParents: true,
    },
    state: ({ id, name }) => descriptionRow(`${id}000011`, snomedId(id), fullySpecified, name),
    others: (concepts) => [
      memoryFile(
        snomedPath('Concept'),
        rf2Text(
          'concept',
          concepts.map(({ id }) => conceptRow(snomedId(id))),
        ),
      ),
      memoryFile(
        snomedPath('Relationship'),
        rf2Text(
          'relationship',
          concepts.flatMap(({ id, parent }) =>
            parent === undefined ? [] : [relationshipRow(snomedId(id), snomedId(parent))],
          ),
        ),
      ),
      memoryFile(
        'Snapshot/Refset/Language/der2_cRefset_LanguageSnapshot-en_INT_20300101.txt',
        rf2Text(
          'reference',
          concepts.map(({ id }) => referenceRow(usEnglish, `${id}000011`, preferred)),
        ),
      ),
    ],
  },
  {
    what: 'LOINC',
    format: 'loinc',
    path: 'LoincTable/Loinc.csv',
    before: '"LOINC_NUM","COMPONENT","CLASS","CLASSTYPE","STATUS","LONG_COMMON_NAME"\r\n',
    ...{ between: '\r\n', after: '\r\n', isLines: true, hasParents: false },
    state: ({ id, name }) => `"${id === 0 ? '' : `${id}-0`}","x","GLIT","1","ACTIVE","${name}"`,
  },
  {
    what: 'MeSH XML',
    format: 'mesh-xml',
    path: 'desc2030.xml',
    before: '<?xml version="1.0" encoding="UTF-8"?>\n<DescriptorRecordSet LanguageCode="eng">\n',
    ...{ between: '\n', after: '\n</DescriptorRecordSet>\n', isLines: false, hasParents: true },
    state: ({ id, name, parent }) =>
      `<DescriptorRecord DescriptorClass="1">${id === 0 ? '' : `<DescriptorUI>D00000${id}</DescriptorUI>`}` +
      `<DescriptorName><String>${name}</String></DescriptorName><TreeNumberList><TreeNumber>` +
      `C14${ifAny(parent, (other) => `.00${other}`)}.00${id}</TreeNumber></TreeNumberList></DescriptorRecord>`,
  },
  {
    what: 'the Tabular List',
    format: 'icd10cm',
    path: 'tabular.xml',
    before:
      '<?xml version="1.0"?>\n<ICD10CM.tabular><version>2030</version><chapter><desc>Pumps (Q00-Q99)</desc><section>\n',
    between: '\n',
    after: '\n</section></chapter></ICD10CM.tabular>\n',
    ...{ isLines: false, hasParents: false },
    state: ({ id, name }) => `<diag><name>${id === 0 ? '' : `Q1${id}`}</name><desc>${name}</desc></diag>`,
  },
  {
    what: 'the order file',
    format: 'icd10cm',
    path: 'icd10cm-order-2030.txt',
    ...{ before: '', between: '\n', after: '\n', isLines: true, hasParents: false },
    state: ({ id, name }) => `0000${id} ${id === 0 ? '   ' : `Q1${id}`}     0 ${name.padEnd(60)} ${name}`,
  },
  {
    what: 'OBO',
    format: 'obo',
    path: 'a.obo',
    before: 'format-version: 1.4\nontology: a\n\n',
    ...{ between: '\n', after: '\n', isLines: false, hasParents: true },
    state: ({ id, name, parent }) =>
      `[Term]\n${id === 0 ? '' : `id: A:${id}\n`}name: ${name}\n${ifAny(parent, (other) => `is_a: A:${other}\n`)}`,
  },
  {
    what: 'OBO Graphs',
    format: 'obo-graphs',
    path: 'a.json',
    before: '{"graphs":[{"nodes":[\n',
    ...{ between: ',\n', after: '\n]}]}\n', isLines: false, hasParents: false },
    state: ({ id, name }) =>
      JSON.stringify({ ...(id > 0 && { id: `${obo}${id}` }), lbl: name, type: 'CLASS', meta: {} }),
  },
  {
    what: 'RDF/XML',
    format: 'rdf',
    path: 'a.owl',
    before: `<?xml version="1.0"?>\n<rdf:RDF ${owlNamespaces}>\n`,
    ...{ between: '\n', after: '\n</rdf:RDF>\n', isLines: false, hasParents: true },
    state: ({ id, name, parent }) =>
      `<owl:Class${id === 0 ? '' : ` rdf:about="${obo}${id}"`}><rdfs:label xml:lang="en">${name}</rdfs:label>` +
      `${ifAny(parent, (other) => `<rdfs:subClassOf rdf:resource="${obo}${other}"/>`)}</owl:Class>`,
  },
  {
    what: 'Turtle',
    format: 'rdf',
    path: 'a.ttl',
    before:
      `@prefix obo: <http://purl.obolibrary.org/obo/> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n` +
      '@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n',
    ...{ between: '\n', after: '\n', isLines: false, hasParents: true },
    state: ({ id, name, parent }) =>
      `${id === 0 ? '[]' : `obo:HP_${id}`} a owl:Class ; rdfs:label "${name}"@en` +
      `${ifAny(parent, (other) => ` ; rdfs:subClassOf obo:HP_${other}`)} .`,
  },
  {
    what: 'SSSOM',
    format: 'sssom-tsv',
    path: 'a.sssom.tsv',
    before:
      '# curie_map:\n#   HP: http://purl.obolibrary.org/obo/HP_\nsubject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\n',
    ...{ between: '\n', after: '\n', isLines: true, hasParents: false },
    state: ({ id, name }) =>
      `${id === 0 ? '' : `HP:000000${id}`}\t${name}\tskos:exactMatch\tMP:${id}\tsemapv:LexicalMatching`,
  },
  {
    what: 'our own table',
    format: 'concept-table',
    path: 'concepts.tsv',
    before: 'curie\tpreferredName\tsynonyms\tabbreviations\tsemanticType\tdefinition\n',
    ...{ between: '\n', after: '\n', isLines: true, hasParents: false },
    state: ({ id, name }) => `${id === 0 ? '' : `A:${id}`}\t${name}\tother ${id}\t\tKind\t`,
  },
  {
    what: "BioSyn's dictionary",
    format: 'biosyn',
    path: 'dictionary.txt',
    ...{ before: '', between: '\n', after: '\n', isLines: true, hasParents: false },
    state: ({ id, name }) => `${id === 0 ? '' : `A:${id}`}||${name}`,
  },
  {
    what: 'tab-separated values',
    format: 'table',
    path: 'a.tsv',
    before: 'id\tname\tparents\n',
    ...{ between: '\n', after: '\n', isLines: true, hasParents: true },
    state: ({ id, name, parent }) =>
      `${id === 0 ? '' : `A:${id}`}\t${name}\t${ifAny(parent, (other) => `A:${other}`)}`,
  },
  {
    what: 'CSV',
    format: 'table',
    path: 'a.csv',
    before: 'id,name,parents\n',
    ...{ between: '\n', after: '\n', isLines: true, hasParents: true },
    state: ({ id, name, parent }) =>
      `${id === 0 ? '' : `A:${id}`},"${name}",${ifAny(parent, (other) => `A:${other}`)}`,
  },
  {
    what: 'JSON Lines',
    format: 'table',
    path: 'a.jsonl',
    ...{ before: '', between: '\n', after: '\n', isLines: true, hasParents: false },
    state: ({ id, name }) => JSON.stringify({ ...(id > 0 && { id: `A:${id}` }), name }),
  },
];

/** The text of the file that holds the names. */
export function textOf(
  { before, between, after, state }: Format,
  concepts: readonly StatedConcept[],
): string {
  return `${before}${concepts.map(state).join(between)}${after}`;
}

/** A release whose file of names holds `content`, or what it should. */
export function releaseOf(
  format: Format,
  concepts: readonly StatedConcept[],
  content: string | Uint8Array = textOf(format, concepts),
): readonly SampledFile[] {
  return [memoryFile(format.path, content), ...(format.others?.(concepts) ?? [])];
}
