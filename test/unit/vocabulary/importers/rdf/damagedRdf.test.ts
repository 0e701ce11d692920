import { describe, expect, it } from 'vitest';
import { VocabularyFileError } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { rdfImporter } from '../../../../../src/core/vocabulary/importers/rdf/rdfImporter.ts';
import { memoryFile, readAll, type ReadRecords } from '../memoryFiles.ts';
import { turtle, xml } from './rdfDocuments.ts';

const read = (content: string): Promise<ReadRecords> => readAll(rdfImporter, [memoryFile('a.owl', content)]);

/** What comes before the error, and the error. */
async function readDamaged(content: string, path = 'a.owl'): Promise<{ curies: string[]; failure: unknown }> {
  const curies: string[] = [];
  try {
    for await (const record of rdfImporter.read([memoryFile(path, content)], {})) {
      curies.push(...(record.kind === 'concept' ? [record.concept.curie] : []));
    }
  } catch (failure) {
    return { curies, failure };
  }
  return { curies, failure: undefined };
}

describe('RDF that is damaged or means harm', () => {
  const owlClass = (number: number): string =>
    `<owl:Class rdf:about="http://purl.obolibrary.org/obo/PUMP_${number}"><rdfs:label>pump ${number}</rdfs:label></owl:Class>\n`;

  it.each([
    ['cut off in XML', xml(owlClass(1) + owlClass(2) + owlClass(3)).slice(0, -70), 5],
    ['cut off in the end tag of a class', xml(owlClass(1) + owlClass(2) + owlClass(3)).slice(0, -30), 5],
    [
      'an end tag is missing',
      xml(owlClass(1) + owlClass(2) + owlClass(3).replace('</owl:Class>', '') + owlClass(4)),
      8,
    ],
  ])('gives the classes before the damage: %s', async (_, content, line) => {
    const { curies, failure } = await readDamaged(content);
    expect(curies.slice(0, 2)).toEqual(['PUMP:1', 'PUMP:2']);
    expect(curies).not.toContain('PUMP:4');
    expect(failure).toBeInstanceOf(VocabularyFileError);
    expect(String(failure)).toMatch(new RegExp(`a\\.owl: Line ${line}: the RDF/XML is damaged`, 'u'));
  });

  it('gives the concepts before the damage of Turtle', async () => {
    const good = turtle('obo:A_1 a owl:Class ; rdfs:label "a" .\n');
    const { curies, failure } = await readDamaged(`${good}obo:A_2 a owl:Class ; rdfs:label "b`, 'a.ttl');
    expect(curies).toEqual(['A:1']);
    expect(failure).toBeInstanceOf(VocabularyFileError);
    expect(String(failure)).toMatch(/a\.ttl: Line 10: the Turtle is damaged/u);
  });

  it('leaves out the concept that the document breaks off in, and no other', async () => {
    const half = xml(owlClass(1) + owlClass(2).replace('</owl:Class>', '<rdfs:subClassOf'));
    expect((await readDamaged(half.slice(0, half.indexOf('<rdfs:subClassOf')))).curies).toEqual(['PUMP:1']);

    const inTurtle = turtle('obo:A_1 a owl:Class ; rdfs:label "a" .\nobo:A_2 a owl:Class ; rdfs:label "b"');
    expect((await readDamaged(`${inTurtle} ; rdfs:`, 'a.ttl')).curies).toEqual(['A:1']);
    expect((await readDamaged(`${inTurtle} .\n<obo`, 'a.ttl')).curies).toEqual(['A:1', 'A:2']);
  });

  it('survives entities that multiply', async () => {
    const levels = Array.from({ length: 30 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`);
    const bomb = `<!DOCTYPE rdf:RDF [<!ENTITY l0 "ha">${levels.join('')}]>\n`;
    const laughing = await read(xml(owlClass(1).replace('pump 1', '&l30;'), bomb));
    expect(laughing.concepts[0]?.preferredName.length).toBeLessThan(1_000);

    const long = `<!DOCTYPE rdf:RDF [<!ENTITY e "${'e'.repeat(50_000)}">]>\n`;
    const quadratic = await readDamaged(
      xml(owlClass(1) + owlClass(2).replace('pump 2', '&e;'.repeat(2_000)), long),
    );
    expect(String(quadratic.failure)).toMatch(/expand/u);
    expect(quadratic.curies).toEqual(['PUMP:1']);
  });

  it('knows the entities of namespaces, and asks for no external one', async () => {
    const doctype = '<!DOCTYPE rdf:RDF [<!ENTITY obo "http://purl.obolibrary.org/obo/">]>\n';
    const { concepts } = await read(
      xml(owlClass(1).replace('http://purl.obolibrary.org/obo/', '&obo;'), doctype),
    );
    expect(concepts).toMatchObject([{ curie: 'PUMP:1' }]);
    const external = '<!DOCTYPE rdf:RDF [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n';
    const { failure } = await readDamaged(xml(owlClass(1).replace('pump 1', '&e;'), external));
    expect(failure).toBeInstanceOf(VocabularyFileError);
  });

  it('ends on elements that are nested without end', async () => {
    const { failure } = await readDamaged(xml('<owl:Class xmlns:a="b"><rdfs:seeAlso>'.repeat(20_000)));
    expect(String(failure)).toMatch(/nested/u);
  });
});
