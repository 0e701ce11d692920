import type { Attribute } from '../../annotatedDocument.ts';
import { formatJson } from '../formatJson.ts';
import { type LossList, placeOf } from '../losses.ts';
import { collectionDetails } from './biocWriter.ts';
import type { WrittenDocument, WrittenSentence } from './toBioc.ts';

/** Up to the first document. */
export function formatCollectionStart(collection: readonly Attribute[], losses: LossList): string {
  const details = collectionDetails.map((name): [string, string] => [
    name,
    collection.find((attribute) => attribute.name === name)?.value ?? '',
  ]);
  const others = collection.filter(({ name }) => !collectionDetails.includes(name));
  const head = { ...Object.fromEntries(details), infons: toObject(others, 'the collection', losses) };
  return `${formatJson(head).slice(0, -1)},"documents":[\n`;
}

/** One document on one line, so that versions of a collection can be compared. */
export function formatDocument(document: WrittenDocument, losses: LossList): string {
  const where = placeOf(document);
  const infonsOf = ({ infons }: { readonly infons: readonly Attribute[] }): Record<string, string> =>
    toObject(infons, where, losses);
  const writeText = (part: WrittenSentence) => ({
    infons: infonsOf(part),
    offset: part.offset,
    text: part.text,
    annotations: part.annotations.map(({ id, text, infons, locations }) => ({
      id,
      infons: infonsOf({ infons }),
      text,
      locations,
    })),
    relations: [],
  });
  return formatJson({
    id: document.id,
    infons: infonsOf(document),
    passages: document.passages.map((passage) => ({
      ...writeText(passage),
      sentences: passage.sentences.map(writeText),
    })),
    relations: document.relations.map((relation) => ({ ...relation, infons: infonsOf(relation) })),
  });
}

function toObject(infons: readonly Attribute[], where: string, losses: LossList): Record<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of infons) {
    const before = values.get(name);
    if (before !== undefined) {
      losses.add('attributes of the same name (joined by |)', where);
    }
    values.set(name, before === undefined ? value : `${before}|${value}`);
  }
  return Object.fromEntries(values);
}
