import type { AnnotatedDocument, Attribute, Relation } from '../../annotatedDocument.ts';
import { createCodePointOffsets } from '../../codePointOffsets.ts';
import { cutAtLineEnds, textOfRanges } from '../../ranges.ts';
import { features, type LossList, placeOf } from '../losses.ts';
import { createIds } from '../uniqueIds.ts';
import { triggerRole } from './otherLines.ts';

/** The file of annotations beside a note. */
export function formatBratFile(document: AnnotatedDocument, losses: LossList): string {
  const { text, annotations, relations } = document;
  const offsets = createCodePointOffsets(text);
  const lines: string[] = [];
  const counts = { N: 0, A: 0, '#': 0 };
  const next = (letter: keyof typeof counts): string => {
    counts[letter] += 1;
    return `${letter}${counts[letter]}`;
  };
  const toWord = (word: string, id: string): string => {
    if (word === '' || /\s/u.test(word)) {
      losses.add('empty names, and spaces in names and values (written with _)', placeOf(document, id));
    }
    return word.replaceAll(/\s+/gu, '_') || '_';
  };
  const toLine = (words: string, id: string): string => {
    const line = words.replaceAll(/[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+/gu, ' '); // eslint-disable-line no-control-regex -- they are meant
    if (line !== words) {
      losses.add('line ends and tabs in names and comments (written as spaces)', placeOf(document, id));
    }
    return line;
  };
  const addDetails = (target: string, id: string, attributes: readonly Attribute[]): void => {
    for (const { name, value } of attributes) {
      const rest = value === 'true' ? '' : ` ${toWord(value, id)}`;
      lines.push(`${next('A')}\t${toWord(name, id)} ${target}${rest}`);
    }
  };

  const ids = numberAnnotations(document, losses);
  for (const { id, type, ranges, concepts, attributes, comments } of annotations) {
    const target = ids.get(id) ?? id;
    const cut = cutAtLineEnds(ranges, text);
    if (textOfRanges(text, cut).trim() === '') {
      losses.add('annotations of nothing but white space', placeOf(document, id));
      continue;
    }
    if (textOfRanges(text, cut) !== textOfRanges(text, ranges)) {
      losses.add('spans over a line end (cut there)', placeOf(document, id));
    }
    const numbers = cut.map(({ start, end }) => `${offsets.toCodePoint(start)} ${offsets.toCodePoint(end)}`);
    lines.push(`${target}\t${toWord(type, id)} ${numbers.join(';')}\t${textOfRanges(text, cut)}`);
    for (const { curie, preferredName } of concepts) {
      lines.push(`${next('N')}\tReference ${target} ${toWord(curie, id)}\t${toLine(preferredName, id)}`);
    }
    addDetails(target, id, attributes);
    for (const comment of comments) {
      lines.push(`${next('#')}\tAnnotatorNotes ${target}\t${toLine(comment, id)}`);
    }
  }
  const numbered = numberRelations(relations, ids);
  for (const relation of relations) {
    const line = formatRelation(relation, numbered, (word) => toWord(word, relation.id));
    if (line === undefined) {
      losses.add(
        `${features.relations} that are not between two annotations`,
        placeOf(document, relation.id),
      );
      continue;
    }
    lines.push(line);
    const id = numbered.get(relation.id) ?? '';
    if (id !== '*') {
      addDetails(id, relation.id, relation.attributes);
    } else if (relation.attributes.length > 0) {
      losses.add('attributes of equivalences', placeOf(document, relation.id));
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** The annotations' own identifiers where brat can have them, else numbers. */
function numberAnnotations({ id, annotations }: AnnotatedDocument, losses: LossList): Map<string, string> {
  const isBrat = annotations.every((annotation) => /^T\d+$/u.test(annotation.id));
  if (!isBrat) {
    losses.add(features.ids, placeOf({ id }, annotations[0]?.id));
  }
  return new Map(annotations.map((annotation, i) => [annotation.id, isBrat ? annotation.id : `T${i + 1}`]));
}

/** Relations get numbers like annotations do; those among equals are brat's `*`, and those with a trigger events. */
function numberRelations(
  relations: readonly Relation[],
  annotationIds: ReadonlyMap<string, string>,
): Map<string, string> {
  const ids = new Map(annotationIds);
  const isBrat = relations.every(({ id }) => /^[REQ]\d+$/u.test(id));
  const nextId = createIds(isBrat ? relations.map(({ id }) => id) : []);
  for (const { id, nodes } of relations) {
    const letter = nodes[0]?.role === triggerRole ? 'E' : 'R';
    const isEquivalence = nodes.length >= 2 && nodes.every(({ role }) => role === '');
    ids.set(id, isEquivalence ? '*' : nextId(isBrat && id.startsWith(letter) ? id : '', letter));
  }
  return ids;
}

function formatRelation(
  { id, type, nodes }: Relation,
  ids: ReadonlyMap<string, string>,
  toWord: (word: string) => string,
): string | undefined {
  const targets = nodes.map(({ role, target }) => ({ role, target: ids.get(target) }));
  const number = ids.get(id) ?? '';
  if (targets.some(({ target }) => target === undefined || target === '*')) {
    return undefined;
  }
  if (number === '*') {
    return `*\t${toWord(type)} ${targets.map(({ target }) => target ?? '').join(' ')}`;
  }
  const words = targets.map(({ role, target }) => `${toWord(role.replaceAll(':', '_'))}:${target ?? ''}`);
  if (number.startsWith('E')) {
    const [trigger, ...others] = targets;
    return `${number}\t${toWord(type)}:${trigger?.target ?? ''} ${words.slice(words.length - others.length).join(' ')}`;
  }
  return nodes.length === 2 ? `${number}\t${toWord(type)} ${words.join(' ')}` : undefined;
}
