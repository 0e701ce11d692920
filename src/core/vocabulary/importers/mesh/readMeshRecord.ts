import type { Concept, Synonym, SynonymScope } from '../../concept.ts';
import { toCurie } from '../curies.ts';
import { elementsAt, isUndecodable, textsAt, type XmlElement } from '../xml/xmlElement.ts';
import { semanticTypesOfClass, semanticTypesOfTreeNumbers } from './treeCategories.ts';

/** What concept 2 of a relation is to concept 1 (MeSH XML data elements, `RelationName`). */
const scopes: ReadonlyMap<string, SynonymScope> = new Map([
  ['NRW', 'narrow'],
  ['BRD', 'broad'],
  ['REL', 'related'],
]);
const inverse: Record<SynonymScope, SynonymScope> = {
  exact: 'exact',
  narrow: 'broad',
  broad: 'narrow',
  related: 'related',
};

/** Abbreviations and acronyms, the second of each embedded in a longer term (`LexicalTag`). */
const abbreviationTags: ReadonlySet<string> = new Set(['ABB', 'ABX', 'ACR', 'ACX']);

/**
 * The concept of a `DescriptorRecord` or a `SupplementalRecord`, or what is wrong with it.
 *
 * @param descriptorOf The descriptor at a place of the tree; the place above a descriptor's is its parent's.
 */
export function readMeshRecord(
  record: XmlElement,
  descriptorOf: ReadonlyMap<string, string>,
): Concept | string {
  const kind = record.name === 'DescriptorRecord' ? 'Descriptor' : 'SupplementalRecord';
  const [ui = ''] = textsAt(record, [`${kind}UI`]);
  const [preferredName] = textsAt(record, [`${kind}Name`, 'String']);
  const curie = /^[CD]\d+$/u.test(ui) ? toCurie(ui, 'MESH') : undefined;
  if (curie === undefined) {
    return `"${ui}" is no identifier of a MeSH record.`;
  }
  if (preferredName === undefined) {
    return `${curie} has no name.`;
  }
  if (isUndecodable(record)) {
    return `${curie} is not written in the encoding of the file; it is left out.`;
  }
  const treeNumbers = textsAt(record, ['TreeNumberList', 'TreeNumber']);
  const parents =
    kind === 'Descriptor' ? parentsInTree(treeNumbers, descriptorOf) : textsAt(record, headingMappedTo);
  const definition =
    textsAt(record, ['ConceptList', 'Concept', 'ScopeNote'])[0] ?? textsAt(record, ['Note'])[0];
  return {
    curie,
    preferredName,
    synonyms: readSynonyms(record, preferredName),
    semanticTypes: kind === 'Descriptor' ? semanticTypesOfTreeNumbers(treeNumbers) : semanticTypes(record),
    ...(definition === undefined ? {} : { definition }),
    ...(parents.length === 0 ? {} : { parents: toCuries(parents) }),
  };
}

const headingMappedTo = ['HeadingMappedToList', 'HeadingMappedTo', 'DescriptorReferredTo', 'DescriptorUI'];

/** The asterisk of a heading that an article is indexed with as its topic is none of the identifier. */
function toCuries(uis: readonly string[]): string[] {
  const curies = uis.flatMap((ui) => toCurie(ui.replace(/^\*/u, ''), 'MESH') ?? []);
  return [...new Set(curies)];
}

function parentsInTree(
  treeNumbers: readonly string[],
  descriptorOf: ReadonlyMap<string, string>,
): readonly string[] {
  return treeNumbers.flatMap((number) => descriptorOf.get(number.slice(0, number.lastIndexOf('.'))) ?? []);
}

function semanticTypes(record: XmlElement): string[] {
  const named = textsAt(record, [
    'ConceptList',
    'Concept',
    'SemanticTypeList',
    'SemanticType',
    'SemanticTypeName',
  ]);
  return [...new Set([...semanticTypesOfClass(record.attributes['SCRClass']), ...named])];
}

function readSynonyms(record: XmlElement, preferredName: string): Synonym[] {
  const concepts = elementsAt(record, ['ConceptList', 'Concept']);
  const scopeOf = readScopes(concepts);
  const names = new Set([preferredName]);
  return concepts.flatMap((concept) => {
    const scope = scopeOf(concept);
    return elementsAt(concept, ['TermList', 'Term']).flatMap((term): Synonym[] => {
      const [name] = textsAt(term, ['String']);
      // Permuted terms ("Failure, Heart") say nothing that the key of a name does not.
      if (name === undefined || term.attributes['IsPermutedTermYN'] === 'Y' || names.has(name)) {
        return [];
      }
      names.add(name);
      return [{ name, scope, abbreviation: abbreviationTags.has(term.attributes['LexicalTag'] ?? '') }];
    });
  });
}

/** How each concept of a record relates to the preferred one, whose relations they are. */
function readScopes(concepts: readonly XmlElement[]): (concept: XmlElement) => SynonymScope {
  const preferred = concepts.filter(isPreferred).flatMap((concept) => textsAt(concept, ['ConceptUI']))[0];
  const found = new Map<string | undefined, SynonymScope>();
  for (const relation of concepts.flatMap((concept) =>
    elementsAt(concept, ['ConceptRelationList', 'ConceptRelation']),
  )) {
    const scope = scopes.get(relation.attributes['RelationName'] ?? '') ?? 'related';
    const [first] = textsAt(relation, ['Concept1UI']);
    const [second] = textsAt(relation, ['Concept2UI']);
    if (first === preferred) {
      found.set(second, scope);
    } else if (second === preferred) {
      found.set(first, inverse[scope]);
    }
  }
  return (concept) =>
    isPreferred(concept) ? 'exact' : (found.get(textsAt(concept, ['ConceptUI'])[0]) ?? 'related');
}

function isPreferred(concept: XmlElement): boolean {
  return concept.attributes['PreferredConceptYN'] === 'Y';
}
