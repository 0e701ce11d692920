import type { AnnotatedDocument } from '../annotatedDocument.ts';
import { createFileNames } from '../formats/documentOutput.ts';
import { type Alignment, alignTexts } from './alignTexts.ts';

/** A document as both sides have it. */
export interface DocumentPair {
  readonly id: string;
  readonly a: AnnotatedDocument;
  readonly b: AnnotatedDocument;
  readonly alignment: Alignment;
}

/** Ids of documents that cannot be compared stand beside those that can. */
export interface PairedDocuments {
  readonly pairs: readonly DocumentPair[];
  readonly onlyInA: readonly string[];
  readonly onlyInB: readonly string[];
  /** Both sides have a document of this id, with another text. */
  readonly otherText: readonly string[];
}

/**
 * Pairs documents by their ids, as the files would be named that they are written to: so a collection's document
 * `PMC/12` finds the note `PMC_12.txt`, and of an id that stands in a corpus twice (PMID 8528200 of the NCBI disease
 * corpus) the second finds `8528200-2.txt`. Where each side is one document, these are the pair, whatever their ids.
 */
export function pairDocuments(
  documentsA: readonly AnnotatedDocument[],
  documentsB: readonly AnnotatedDocument[],
): PairedDocuments {
  const isOne = documentsA.length === 1 && documentsB.length === 1;
  const byName = new Map(nameAll(documentsB, isOne));
  const pairs: DocumentPair[] = [];
  const onlyInA: string[] = [];
  const otherText: string[] = [];
  for (const [name, a] of nameAll(documentsA, isOne)) {
    const b = byName.get(name);
    byName.delete(name);
    const alignment = b && alignTexts(a.text, b.text);
    if (b === undefined) {
      onlyInA.push(a.id);
    } else if (alignment === undefined) {
      otherText.push(a.id);
    } else {
      pairs.push({ id: isOne ? a.id : name, a, b, alignment });
    }
  }
  return { pairs, onlyInA, onlyInB: [...byName.values()].map(({ id }) => id), otherText };
}

function nameAll(
  documents: readonly AnnotatedDocument[],
  isOne: boolean,
): (readonly [string, AnnotatedDocument])[] {
  const nameOf = createFileNames();
  return documents.map((document) => [isOne ? '' : nameOf(document.id), document]);
}
