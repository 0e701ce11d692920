import * as z from 'zod';
import { EvaluationFileError } from '../evaluationFile.ts';
import { readBiocDocuments, type BiocDocument } from './bioc.ts';
import type { Corpus } from './corpus.ts';

const annotationSchema = z.object({
  text: z.string().nullish(),
  infons: z.record(z.string(), z.unknown()).nullish(),
  locations: z.array(z.object({ offset: z.number(), length: z.number() })).nullish(),
});
const textSchema = z.object({
  offset: z.number(),
  text: z.string().nullish(),
  annotations: z.array(annotationSchema).nullish(),
});
const documentSchema = z.object({
  id: z.union([z.string(), z.number()]),
  passages: z.array(textSchema.extend({ sentences: z.array(textSchema).nullish() })),
});
const documentsSchema = z.array(documentSchema);
/** A collection; or what PubTator 3 answers; or a list of either. */
const collectionSchema = z.union([
  z.object({ documents: documentsSchema }).transform(({ documents }) => documents),
  z.object({ PubTator3: documentsSchema }).transform(({ PubTator3 }) => PubTator3),
  documentSchema.transform((document) => [document]),
]);
const schema = z.union([z.array(collectionSchema).transform((lists) => lists.flat()), collectionSchema]);

/**
 * Reads a corpus in BioC's JSON form, parsed.
 * @throws {EvaluationFileError} when it is something else.
 */
export function readBiocJson(json: unknown, file: string): Corpus {
  const documents = schema.safeParse(json);
  if (!documents.success) {
    throw new EvaluationFileError(
      file,
      'this JSON is neither BioC ("documents" with "passages") nor BioSyn’s data.json ("test" with [mention, ids]).',
      { cause: documents.error },
    );
  }
  return readBiocDocuments(documents.data.map(toDocument), file);
}

function toDocument({ id, passages }: z.infer<typeof documentSchema>): BiocDocument {
  const texts = passages.flatMap((passage) => [passage, ...(passage.sentences ?? [])]);
  return {
    id: String(id),
    passages: texts.flatMap(({ offset, text }) => (text ? [{ offset, text }] : [])),
    annotations: texts
      .flatMap(({ annotations }) => annotations ?? [])
      .map(({ text, infons, locations }) => ({
        text: text ?? '',
        infons: Object.fromEntries(
          Object.entries(infons ?? {}).flatMap(([key, value]) =>
            value == null ? [] : [[key, toText(value)]],
          ),
        ),
        locations: locations ?? [],
        line: 1,
      })),
  };
}

function toText(value: unknown): string {
  return Array.isArray(value)
    ? value.map(String).join('|')
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}
