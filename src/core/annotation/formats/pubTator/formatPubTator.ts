import type { AnnotatedDocument, Relation } from '../../annotatedDocument.ts';
import { createCodePointOffsets } from '../../codePointOffsets.ts';
import { breaksCell } from '../conceptCell.ts';
import { features, type LossList, placeOf } from '../losses.ts';
import { joinComposites } from './joinComposites.ts';

/** What ends a line for one reader or another, and tabs, which part the cells of a line. */
const breaks = /[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/gu; // eslint-disable-line no-control-regex -- they are meant

/** One document, with the empty line behind it. */
export function formatPubTator(document: AnnotatedDocument, losses: LossList): string {
  const { text, relations } = document;
  const lose = (what: string, id?: string): void => {
    losses.add(what, placeOf(document, id));
  };
  const toCell = (cell: string, id?: string): string => {
    const written = cell.replaceAll(breaks, ' ');
    if (written !== cell) {
      lose('line ends and tabs (written as spaces)', id);
    }
    return written;
  };
  const pmid = document.id.replaceAll(/[|\s]/gu, '_');
  if (pmid !== document.id) {
    lose('identifiers of documents with | or spaces in them (written with _)');
  }
  const cut = endOfTitle(document);
  const line = toCell(text);
  const lines = [`${pmid}|t|${line.slice(0, cut ?? text.length)}`];
  if (cut !== undefined) {
    lines.push(`${pmid}|a|${line.slice(cut + 1)}`);
  }
  const kinds = document.passages.flatMap(({ attributes }) => attributes.map(({ value }) => value));
  if (document.passages.some(({ sentences, attributes }) => sentences.length > 0 || attributes.length > 1)) {
    lose('sentences and attributes of passages');
  }
  if (kinds.join() !== ['title', 'abstract'].slice(0, kinds.length).join()) {
    lose('kinds and borders of passages (written as title and abstract)');
  }
  const offsets = createCodePointOffsets(text);
  for (const { id, ranges, type, concepts, joinedIds } of joinComposites(document.annotations)) {
    for (const joined of joinedIds.slice(1)) {
      lose('parts of composite mentions (written as one with all their concepts)', joined);
    }
    const [start, end] = [ranges[0]?.start ?? 0, ranges.at(-1)?.end ?? 0];
    const curies = concepts.map(({ curie }) => curie);
    if (curies.some(breaksCell)) {
      lose('identifiers with |, +, ; or , in them (read as several)', id);
    }
    const numbers = [start, end].map((offset) => String(offsets.toCodePoint(offset)));
    const cells = [line.slice(start, end), toCell(type, id), curies.join('|') || '-1'];
    lines.push([pmid, ...numbers, ...cells].join('\t'));
  }
  for (const relation of relations) {
    const cells = relationCells(document, relation);
    if (cells === undefined) {
      lose(`${features.relations} of annotations without a concept, or with attributes`, relation.id);
    } else {
      lines.push([pmid, ...cells.map((cell) => toCell(cell, relation.id))].join('\t'));
    }
    if (relation.nodes.some(({ role }) => role !== '')) {
      lose('roles in relations', relation.id);
    }
  }
  return `${lines.join('\n')}\n\n`;
}

/** Where the title ends and one character, which becomes a space, leads to the abstract. */
function endOfTitle({ text, passages }: AnnotatedDocument): number | undefined {
  const second = passages[1]?.range.start;
  const isParted = second !== undefined && /\s/u.test(text.charAt(second - 1));
  const cut = isParted ? second - 1 : text.search(/[\n\r]/u);
  return cut === -1 || cut === text.length - 1 || second === 0 ? undefined : cut;
}

/** Relations of PubTator hold between concepts. */
function relationCells(document: AnnotatedDocument, relation: Relation): string[] | undefined {
  const targets = relation.nodes.map(({ target }) => {
    const annotation = document.annotations.find(({ id }) => id === target);
    return annotation === undefined ? target : annotation.concepts[0]?.curie;
  });
  const known = targets.filter((target) => target !== undefined);
  return known.length === targets.length && known.length >= 2 && relation.attributes.length === 0
    ? [relation.type, ...known]
    : undefined;
}
