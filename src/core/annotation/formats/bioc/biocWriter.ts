import type { Attribute } from '../../annotatedDocument.ts';
import type { DocumentWriter } from '../annotationFormat.ts';
import { features, type LossList, placeOf } from '../losses.ts';
import { toBioc, type WrittenDocument } from './toBioc.ts';

/** What a collection says of itself besides infons. */
export const collectionDetails: readonly string[] = ['source', 'date', 'key'];

export interface BiocSyntax {
  start(collection: readonly Attribute[]): string;
  document(document: WrittenDocument): string;
  readonly between: string;
  readonly end: string;
}

/** Writes one collection; what it says of itself is taken from the first document. */
export function createBiocWriter(ending: string, losses: LossList, syntax: BiocSyntax): DocumentWriter {
  let collection: readonly Attribute[] | undefined;
  return {
    write(document) {
      const isFirst = collection === undefined;
      collection ??= document.collection;
      if (JSON.stringify(collection) !== JSON.stringify(document.collection)) {
        losses.add(`${features.details} that differ from the first one’s`, placeOf(document));
      }
      const text = syntax.document(toBioc(document, losses));
      return [{ ending, text: (isFirst ? syntax.start(collection) : syntax.between) + text }];
    },
    end: () => [{ ending, text: (collection === undefined ? syntax.start([]) : '') + syntax.end }],
  };
}
