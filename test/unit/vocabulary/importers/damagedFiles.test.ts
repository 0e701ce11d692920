import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Curie } from '../../../../src/core/vocabulary/concept.ts';
import { icd10cmImporter } from '../../../../src/core/vocabulary/importers/icd10cm/icd10cmImporter.ts';
import {
  VocabularyFileError,
  type VocabularyImporter,
} from '../../../../src/core/vocabulary/importers/importer.ts';
import { meshImporter } from '../../../../src/core/vocabulary/importers/mesh/meshImporter.ts';
import { rdfImporter } from '../../../../src/core/vocabulary/importers/rdf/rdfImporter.ts';
import { sssomImporter } from '../../../../src/core/vocabulary/importers/sssom/sssomImporter.ts';
import { memoryFile } from './memoryFiles.ts';

const numbers = Array.from({ length: 8 }, (_, i) => i + 1);
const each = (one: (n: number) => string): string => numbers.map(one).join('\n');

const samples: readonly (readonly [string, VocabularyImporter, string, string])[] = [
  [
    'MeSH XML',
    meshImporter,
    'desc2026.xml',
    `<?xml version="1.0" encoding="UTF-8"?>\n<DescriptorRecordSet LanguageCode="eng">${each(
      (n) => `<DescriptorRecord DescriptorClass="1"><DescriptorUI>D00000${n}</DescriptorUI>
  <DescriptorName><String>pümp ${n}</String></DescriptorName>
  <TreeNumberList><TreeNumber>C14.${n}</TreeNumber></TreeNumberList>
  <ConceptList><Concept PreferredConceptYN="Y"><ConceptUI>M${n}</ConceptUI><ScopeNote>A &amp; B</ScopeNote>
    <TermList><Term IsPermutedTermYN="N" LexicalTag="ABB"><String>P${n}</String></Term></TermList></Concept></ConceptList>
</DescriptorRecord>`,
    )}</DescriptorRecordSet>`,
  ],
  [
    'ICD-10-CM Tabular List',
    icd10cmImporter,
    'tabular.xml',
    `<?xml version="1.0"?>\n<ICD10CM.tabular><version>2026</version><chapter><desc>Pumps (Q00-Q99)</desc><section>${each(
      (
        n,
      ) => `<diag><name>Q1${n}</name><desc>Pümp ${n}</desc><inclusionTerm><note>machine ${n}</note></inclusionTerm>
  <diag><name>Q1${n}.0</name><desc>Pump ${n} with a leak</desc></diag></diag>`,
    )}</section></chapter></ICD10CM.tabular>`,
  ],
  [
    'ICD-10-CM order file',
    icd10cmImporter,
    'order.txt',
    each((n) => `0000${n} Q1${n}     0 ${`Pump ${n}`.padEnd(60)} Pümp number ${n}`),
  ],
  [
    'SSSOM',
    sssomImporter,
    'a.sssom.tsv',
    `# curie_map:\n#   HP: http://purl.obolibrary.org/obo/HP_\n# license: free\n` +
      `subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\n${each(
        (n) => `HP:000000${n}\t"pümp ""${n}"""\tskos:exactMatch\tMP:${n}\tsemapv:LexicalMatching`,
      )}\n`,
  ],
  [
    'RDF/XML',
    rdfImporter,
    'a.owl',
    `<?xml version="1.0"?>\n<!DOCTYPE rdf:RDF [<!ENTITY obo "http://purl.obolibrary.org/obo/">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" xmlns:owl="http://www.w3.org/2002/07/owl#">
${each(
  (n) => `<owl:Class rdf:about="&obo;HP_${n}"><rdfs:label xml:lang="en">pümp ${n}</rdfs:label>
  <rdfs:subClassOf><owl:Restriction><owl:onProperty rdf:resource="&obo;RO_1"/></owl:Restriction></rdfs:subClassOf>
  <rdfs:subClassOf rdf:resource="&obo;HP_${n - 1}"/></owl:Class>`,
)}\n</rdf:RDF>\n`,
  ],
  [
    'Turtle',
    rdfImporter,
    'a.ttl',
    `@prefix obo: <http://purl.obolibrary.org/obo/> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n${each(
      (n) => `obo:HP_${n} a owl:Class ; rdfs:label "pümp ${n}"@en , """long
"label" ${n}""" ; rdfs:subClassOf obo:HP_${n - 1}, [ a owl:Restriction ; owl:onProperty obo:RO_1 ] .`,
    )}\n`,
  ],
];

/** Those that are given before the reading ends, by itself or by a `VocabularyFileError`. */
async function readCuries(importer: VocabularyImporter, path: string, bytes: Buffer): Promise<Curie[]> {
  const curies: Curie[] = [];
  const file = memoryFile(path, bytes, 700);
  importer.recognize([file]);
  try {
    for await (const record of importer.read([file], {})) {
      if (record.kind === 'concept') {
        expect(record.concept.preferredName.trim()).not.toBe('');
        expect(record.concept.synonyms.map(({ name }) => name)).not.toContain('');
        curies.push(record.concept.curie);
      } else if (record.kind === 'problem') {
        expect(record.problem.line).toBeGreaterThan(0);
      }
    }
  } catch (error) {
    expect(error).toBeInstanceOf(VocabularyFileError);
  }
  return curies;
}

interface Damage {
  /** Of the length. */
  readonly at: number;
  readonly removedBytes: number;
  readonly inserted: Buffer;
}

const marks = [
  '<',
  '>',
  '&',
  '"',
  '</',
  '<!--',
  '<![CDATA[',
  ']]>',
  '&#0;',
  '\0',
  '\t',
  '\n',
  '#',
  '.',
  '[',
  '"""',
  '\uFFFF',
];
const damages: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  removedBytes: fc.oneof(fc.nat(3), fc.nat(300), fc.constant(Number.MAX_SAFE_INTEGER)),
  inserted: fc.oneof(
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(...marks).map((mark) => Buffer.from(mark)),
    fc.nat(400).map((count) => Buffer.from('<a>'.repeat(count))),
  ),
});

describe('a damaged file', () => {
  it.each(samples)(
    'of %s is read up to the damage at least',
    { timeout: 60_000 },
    async (_, importer, path, content) => {
      const whole = Buffer.from(content);
      const all = await readCuries(importer, path, whole);
      expect(new Set(all).size).toBeGreaterThanOrEqual(numbers.length);
      await fc.assert(
        fc.asyncProperty(damages, async ({ at, removedBytes, inserted }) => {
          const offset = Math.floor(at * whole.length);
          const damaged = [whole.subarray(0, offset), inserted, whole.subarray(offset + removedBytes)];
          const curies = await readCuries(importer, path, Buffer.concat(damaged));
          const before = await readCuries(importer, path, whole.subarray(0, offset));
          // The last one may be the one that is damaged.
          expect(curies).toEqual(expect.arrayContaining(before.slice(0, -1)));
        }),
        { numRuns: 300 },
      );
    },
  );
});
