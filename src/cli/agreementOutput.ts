import { type Agreement, summarize } from '../core/annotation/agreement/agreement.ts';
import type { Comparison } from '../core/annotation/agreement/compareSets.ts';
import { findDifferences } from '../core/annotation/agreement/differences.ts';
import type { Kappa } from '../core/annotation/agreement/kappa.ts';
import type { AnnotatedSet } from '../core/annotation/agreement/readAnnotatedSet.ts';
import type { Score } from '../core/annotation/agreement/score.ts';
import { printTable } from './printTable.ts';
import { formatCount } from './tellProblems.ts';

/** All that `compare` tells. */
export interface ComparedSets {
  readonly pathA: string;
  readonly pathB: string;
  readonly a: AnnotatedSet;
  readonly b: AnnotatedSet;
  readonly comparison: Comparison;
}

/** Null stands for a share of nothing. */
export function toAgreementJson(
  { pathA, pathB, a, b, comparison }: ComparedSets,
  eachDocument: boolean,
): object {
  const { agreement, documents, comparedAttributes, onlyInA, onlyInB, otherText } = comparison;
  const describe = (path: string, { formats, documents: all }: AnnotatedSet): object => ({
    path,
    formats,
    documents: all.length,
    annotations: countAnnotations(all),
  });
  return withNulls({
    a: describe(pathA, a),
    b: describe(pathB, b),
    ...agreement,
    comparedAttributes,
    differences: documents.reduce((sum, document) => sum + findDifferences(document).length, 0),
    notCompared: { onlyInA, onlyInB, otherText },
    ...(eachDocument && {
      perDocument: documents.map((document) => ({
        id: document.id,
        ...summarize([document]),
        differences: findDifferences(document).length,
      })),
    }),
    problems: [...a.problems, ...b.problems],
  });
}

export function printAgreement(
  { pathA, pathB, a, b, comparison }: ComparedSets,
  eachDocument: boolean,
): void {
  const { agreement, documents } = comparison;
  const { same, overlapping } = agreement;
  write(`A  ${describeSet(pathA, a)}`);
  write(`B  ${describeSet(pathB, b)}`);
  write(`${formatCount(agreement.documents, 'document')} compared. Precision is of B, recall of A.\n`);
  printTable(
    ['', 'Precision', 'Recall', 'F1', 'In both', 'In A', 'In B'],
    [
      toRow('Same span', same.spans),
      toRow('Overlapping span', overlapping.spans),
      toRow('Same span and a concept', same.linkedSpans),
      toRow('Overlapping span and a concept', overlapping.linkedSpans),
      toRow('Concepts of a document', agreement.documentConcepts),
      ...agreement.attributes.map(({ attribute, score }) => toRow(attribute, score)),
    ],
  );
  write('');
  printTable(
    ['', 'Judged', 'Agreed', 'A concept shared', 'Cohen’s kappa'],
    [
      ['Words, in a span or not', ...toCells(agreement.words, '')],
      ...[same, overlapping].map(({ concepts }, i) => [
        i === 0 ? 'Concepts of the same span' : 'Concepts of overlapping spans',
        ...toCells(concepts.kappa, decimal(concepts.anyShared)),
      ]),
      ...agreement.attributes.map(({ attribute, kappa }) => [attribute, ...toCells(kappa, '')]),
    ],
  );
  if (eachDocument) {
    write('');
    printTable(
      ['Document', 'F1 same span', 'overlapping', 'and a concept', 'Concepts', 'Differences'],
      documents.map((document) => [
        document.id,
        ...toDocumentCells(summarize([document])),
        formatCount(findDifferences(document).length),
      ]),
    );
  }
}

function toDocumentCells({ same, overlapping, documentConcepts }: Agreement): string[] {
  return [same.spans, overlapping.spans, same.linkedSpans, documentConcepts].map(({ f1 }) => decimal(f1));
}

function toRow(what: string, { precision, recall, f1, inBoth, inA, inB }: Score): string[] {
  return [
    what,
    ...[precision, recall, f1].map(decimal),
    ...[inBoth, inA, inB].map((count) => formatCount(count)),
  ];
}

function toCells({ judged, observed, kappa }: Kappa, anyShared: string): string[] {
  return [formatCount(judged), decimal(observed), anyShared, decimal(kappa)];
}

function describeSet(path: string, { documents, formats }: AnnotatedSet): string {
  const annotations = formatCount(countAnnotations(documents), 'annotation');
  return `${path} (${formats.join(', ')}): ${formatCount(documents.length, 'document')}, ${annotations}`;
}

function countAnnotations(documents: AnnotatedSet['documents']): number {
  return documents.reduce((sum, { annotations }) => sum + annotations.length, 0);
}

function decimal(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(4);
}

function withNulls(value: object): object {
  return JSON.parse(JSON.stringify(value, (_, item: unknown) => item ?? null)) as object;
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
