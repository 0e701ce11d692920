import type { AnnotatedDocument } from '../annotatedDocument.ts';

/** Something that a format has no place for, told once for all documents. */
export interface Loss {
  /** In the plural, such as "comments", with what became of them. */
  readonly what: string;
  readonly count: number;
  /** Where it was met first: document and annotation. */
  readonly first: string;
}

/** Collects what is lost. */
export interface LossList {
  add(what: string, where: string): void;
  list(): readonly Loss[];
}

export function createLossList(): LossList {
  const losses = new Map<string, { what: string; count: number; first: string }>();
  return {
    add(what, where) {
      const known = losses.get(what);
      if (known === undefined) {
        losses.set(what, { what, count: 1, first: where });
      } else {
        known.count += 1;
      }
    },
    list: () => [...losses.values()],
  };
}

/** What a document may have and a format may not; each with the words that tell it. */
export const features = {
  ids: 'identifiers of annotations (numbered anew)',
  pieces: 'discontinuous spans (written from their first to their last character)',
  concepts: 'concepts',
  severalConcepts: 'concepts after the first of an annotation',
  names: 'preferred names of concepts',
  attributes: 'attributes',
  comments: 'comments',
  relations: 'relations',
  passages: 'passages and sentences',
  details: 'details of the document or its collection',
} as const;

export type Feature = keyof typeof features;

/** Adds what of the document is among the features that a format cannot hold. */
export function addUnheld(document: AnnotatedDocument, unheld: readonly Feature[], losses: LossList): void {
  const lacks = (feature: Feature): boolean => unheld.includes(feature);
  const add = (feature: Feature, id?: string): void => {
    losses.add(features[feature], placeOf(document, id));
  };
  document.annotations.forEach(({ id, ranges, concepts, attributes, comments }, i) => {
    if (lacks('ids') && id !== `T${i + 1}`) {
      add('ids', id);
    }
    if (lacks('pieces') && ranges.length > 1) {
      add('pieces', id);
    }
    concepts.forEach(({ preferredName }, ordinal) => {
      if (lacks('concepts') || (lacks('severalConcepts') && ordinal > 0)) {
        add(lacks('concepts') ? 'concepts' : 'severalConcepts', id);
      } else if (lacks('names') && preferredName !== '') {
        add('names', id);
      }
    });
    if (lacks('attributes')) {
      attributes.forEach(() => {
        add('attributes', id);
      });
    }
    if (lacks('comments')) {
      comments.forEach(() => {
        add('comments', id);
      });
    }
  });
  if (lacks('relations')) {
    document.relations.forEach(({ id }) => {
      add('relations', id);
    });
  }
  if (lacks('passages') && document.passages.length > 0) {
    add('passages');
  }
  if (lacks('details') && document.attributes.length + document.collection.length > 0) {
    add('details');
  }
}

/** As messages name a place; never what stands there. */
export function placeOf(document: { readonly id: string }, annotation?: string): string {
  return annotation === undefined ? `document ${document.id}` : `document ${document.id}, ${annotation}`;
}
