import type { BiocDocument } from '../../annotation/formats/bioc/biocDocument.ts';
import { parseBiocJson } from '../../annotation/formats/bioc/parseBiocJson.ts';
import { EvaluationFileError } from '../evaluationFile.ts';
import { readBiocDocuments } from './bioc.ts';
import type { Corpus } from './corpus.ts';

/**
 * Reads a corpus in BioC's JSON form, parsed: a collection, what PubTator 3 answers, one document, or a list of any.
 * @throws {EvaluationFileError} when it is something else.
 */
export function readBiocJson(json: unknown, file: string): Corpus {
  const values: unknown[] = Array.isArray(json) ? json : [json];
  const documents = values.flatMap(documentsIn).map((value): BiocDocument => {
    const parsed = parseBiocJson(value, 1);
    if (parsed.document === undefined) {
      throw new EvaluationFileError(
        file,
        `this JSON is neither BioC ("documents" with "passages") nor BioSyn’s data.json ("test" with [mention, ids]): ${parsed.reason}.`,
      );
    }
    return parsed.document;
  });
  return readBiocDocuments(documents, file);
}

function documentsIn(value: unknown): unknown[] {
  const { documents, PubTator3 } = Object(value) as { documents?: unknown; PubTator3?: unknown };
  const list = documents ?? PubTator3;
  return Array.isArray(list) ? (list as unknown[]) : [value];
}
