import type { AnnotatedDocument } from '../annotatedDocument.ts';
import { type Agreement, summarize } from './agreement.ts';
import { compareDocument, type DocumentComparison } from './compareDocument.ts';
import { adjudicationAttribute, type SpanOptions } from './markedSpan.ts';
import { pairDocuments, type PairedDocuments } from './pairDocuments.ts';

export interface CompareOptions {
  /** Whether spans of different types are different spans; otherwise types do not matter. */
  readonly compareTypes?: boolean;
  /** Only annotations of these types, in any case; empty for all. */
  readonly typesA?: readonly string[];
  readonly typesB?: readonly string[];
  /**
   * Names of the attributes that are compared. When left out these are all that there are, unless one side has none
   * at all, as a corpus of concepts: then nothing can be said of them.
   */
  readonly attributes?: readonly string[];
  readonly conceptIdOf?: SpanOptions['conceptIdOf'];
}

export interface Comparison extends Omit<PairedDocuments, 'pairs'> {
  /** In the order of side A. */
  readonly documents: readonly DocumentComparison[];
  readonly agreement: Agreement;
  /** Names of those that were compared. */
  readonly comparedAttributes: readonly string[];
}

/** Compares two sets of annotated documents, A being the gold standard if one of them is. */
export function compareSets(
  documentsA: readonly AnnotatedDocument[],
  documentsB: readonly AnnotatedDocument[],
  { compareTypes = false, typesA = [], typesB = [], attributes, conceptIdOf }: CompareOptions = {},
): Comparison {
  const [a, b] = [ofTypes(documentsA, typesA), ofTypes(documentsB, typesB)];
  const { pairs, ...unpaired } = pairDocuments(a, b);
  const compared = attributes ?? findAttributes(a, b);
  const options = { compareTypes, attributes: new Set(compared), ...(conceptIdOf && { conceptIdOf }) };
  const documents = pairs.map((pair) => compareDocument(pair, options));
  return { ...unpaired, documents, agreement: summarize(documents), comparedAttributes: compared };
}

function ofTypes(documents: readonly AnnotatedDocument[], types: readonly string[]): AnnotatedDocument[] {
  const wanted = new Set(types.map((type) => type.toLowerCase()));
  return documents.map((document) => ({
    ...document,
    annotations: document.annotations.filter(
      ({ type }) => wanted.size === 0 || wanted.has(type.toLowerCase()),
    ),
  }));
}

function findAttributes(a: readonly AnnotatedDocument[], b: readonly AnnotatedDocument[]): string[] {
  const [ofA = [], ofB = []] = [a, b].map((documents) =>
    documents.flatMap(({ annotations }) =>
      annotations
        .flatMap((annotation) => annotation.attributes.map(({ name }) => name))
        .filter((name) => name !== adjudicationAttribute),
    ),
  );
  return ofA.length === 0 || ofB.length === 0 ? [] : [...new Set([...ofA, ...ofB])].sort();
}
