import { SaxesParser } from 'saxes';
import { EvaluationFileError } from '../evaluationFile.ts';
import { readBiocDocuments, type BiocAnnotation, type BiocDocument, type BiocPassage } from './bioc.ts';
import type { Corpus } from './corpus.ts';

/** What is still being read. */
type Draft<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K];
};

/**
 * Reads a corpus in BioC's XML form. Entities that the file declares itself are not expanded, and nothing that it
 * points to is opened.
 * @throws {EvaluationFileError} when it is not well-formed, with the line.
 */
export function readBiocXml(text: string, file: string): Corpus {
  const documents: BiocDocument[] = [];
  let document: Draft<BiocDocument> | undefined;
  let passage: Draft<BiocPassage> | undefined;
  let annotation: Draft<BiocAnnotation> | undefined;
  let infonKey = '';
  let content = '';

  const parser = new SaxesParser();
  parser.on('error', (cause) => {
    throw new EvaluationFileError(file, `the XML is broken at line ${parser.line} (${cause.message}).`, {
      cause,
    });
  });
  const collect = (some: string): void => {
    content += some;
  };
  parser.on('text', collect);
  parser.on('cdata', collect);
  parser.on('opentag', ({ name, attributes }) => {
    content = '';
    if (name === 'document') {
      document = { id: '', passages: [], annotations: [] };
      documents.push(document);
    } else if (name === 'passage' || name === 'sentence') {
      passage = { offset: 0, text: '' };
      document?.passages.push(passage);
    } else if (name === 'annotation') {
      annotation = { text: '', infons: {}, locations: [], line: parser.line };
      document?.annotations.push(annotation);
    } else if (name === 'infon') {
      infonKey = attributes['key'] ?? '';
    } else if (name === 'location') {
      const { offset, length } = attributes;
      annotation?.locations.push({ offset: Number(offset), length: Number(length) });
    }
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'annotation') {
      annotation = undefined;
    } else if (name === 'infon' && annotation) {
      annotation.infons = { ...annotation.infons, [infonKey]: content };
    } else if (name === 'text') {
      const target = annotation ?? passage;
      if (target) {
        target.text = content;
      }
    } else if (name === 'offset' && passage) {
      passage.offset = Number(content);
    } else if (name === 'id' && document) {
      document.id ||= content.trim();
    }
    content = '';
  });
  parser.write(text).close();
  return readBiocDocuments(documents, file);
}
