import { parseBiocXml } from '../../annotation/formats/bioc/parseBiocXml.ts';
import { createElementParser } from '../../vocabulary/importers/xml/readElements.ts';
import { EvaluationFileError } from '../evaluationFile.ts';
import { readBiocDocuments } from './bioc.ts';
import type { Corpus } from './corpus.ts';

/**
 * Reads a corpus in BioC's XML form. Entities that the file declares itself are not expanded, and nothing that it
 * points to is opened.
 * @throws {EvaluationFileError} when it is not well-formed, with the line.
 */
export function readBiocXml(text: string, file: string): Corpus {
  const parser = createElementParser((name) => name === 'document');
  const elements = [...parser.write(text), ...parser.close()];
  const { damage } = parser;
  if (damage !== undefined) {
    const { line, what, cause } = damage;
    throw new EvaluationFileError(file, `the XML is broken at line ${line} (${what}).`, { cause });
  }
  const documents = elements.filter(({ name }) => name === 'document').map(parseBiocXml);
  return readBiocDocuments(documents, file);
}
