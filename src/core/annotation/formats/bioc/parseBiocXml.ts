import { elementsAt, type XmlElement } from '../../../vocabulary/importers/xml/xmlElement.ts';
import type { Attribute } from '../../annotatedDocument.ts';
import type { BiocAnnotation, BiocDocument, BiocRelation, BiocSentence } from './biocDocument.ts';

/** The document that an element `document` of BioC's XML form holds. */
export function parseBiocXml(element: XmlElement): BiocDocument {
  const all = elementsIn(element);
  return {
    id: childText(element, 'id').trim(),
    line: element.line,
    infons: infonsOf(element),
    passages: elementsAt(element, ['passage']).map((passage) => ({
      ...sentenceOf(passage),
      sentences: elementsAt(passage, ['sentence']).map(sentenceOf),
    })),
    annotations: all.filter(({ name }) => name === 'annotation').map(annotationOf),
    relations: all.filter(({ name }) => name === 'relation').map(relationOf),
  };
}

/** The infons right in it. */
export function infonsOf(element: XmlElement): Attribute[] {
  return elementsAt(element, ['infon']).map(({ attributes, text }) => ({
    name: attributes['key'] ?? '',
    value: text,
  }));
}

function sentenceOf(element: XmlElement): BiocSentence {
  return {
    offset: Number(childText(element, 'offset')),
    text: childText(element, 'text'),
    infons: infonsOf(element),
  };
}

function annotationOf(element: XmlElement): BiocAnnotation {
  return {
    id: element.attributes['id'] ?? '',
    text: childText(element, 'text'),
    infons: infonsOf(element),
    locations: elementsAt(element, ['location']).map(({ attributes }) => ({
      offset: Number(attributes['offset']),
      length: Number(attributes['length']),
    })),
    line: element.line,
  };
}

function relationOf(element: XmlElement): BiocRelation {
  return {
    id: element.attributes['id'] ?? '',
    infons: infonsOf(element),
    nodes: elementsAt(element, ['node']).map(({ attributes }) => ({
      refid: attributes['refid'] ?? '',
      role: attributes['role'] ?? '',
    })),
  };
}

function childText(element: XmlElement, name: string): string {
  return elementsAt(element, [name])[0]?.text ?? '';
}

function elementsIn(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((child) => [child, ...elementsIn(child)]);
}
