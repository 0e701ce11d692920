import type { Attribute } from '../../annotatedDocument.ts';
import { type LossList, placeOf } from '../losses.ts';
import { collectionDetails } from './biocWriter.ts';
import type { WrittenDocument, WrittenPassage, WrittenSentence } from './toBioc.ts';

type Escape = (text: string) => string;

export function formatCollectionStart(collection: readonly Attribute[], losses: LossList): string {
  const escape = createEscape('the collection', losses);
  const details = collectionDetails.map((name) => {
    const value = collection.find((attribute) => attribute.name === name)?.value ?? '';
    return `  <${name}>${escape(value)}</${name}>\n`;
  });
  const infons = collection.filter(({ name }) => !collectionDetails.includes(name));
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE collection SYSTEM "BioC.dtd">\n<collection>\n' +
    details.join('') +
    formatInfons(infons, '  ', escape)
  );
}

/** In the order of BioC's DTD. */
export function formatDocument(document: WrittenDocument, losses: LossList): string {
  const escape = createEscape(placeOf(document), losses);
  const relations = document.relations.map(({ id, infons, nodes }) => {
    const written = nodes.map(
      ({ refid, role }) => `      <node refid="${escape(refid)}" role="${escape(role)}"/>\n`,
    );
    return `    <relation id="${escape(id)}">\n${formatInfons(infons, '      ', escape)}${written.join('')}    </relation>\n`;
  });
  return (
    `  <document>\n    <id>${escape(document.id)}</id>\n` +
    formatInfons(document.infons, '    ', escape) +
    document.passages.map((passage) => formatPassage(passage, escape)).join('') +
    relations.join('') +
    '  </document>\n'
  );
}

function formatPassage(passage: WrittenPassage, escape: Escape): string {
  const { infons, offset, sentences } = passage;
  const content =
    sentences.length === 0
      ? formatText(passage, '      ', escape)
      : sentences
          .map(
            (sentence) =>
              '      <sentence>\n' +
              formatInfons(sentence.infons, '        ', escape) +
              `        <offset>${sentence.offset}</offset>\n` +
              formatText(sentence, '        ', escape) +
              '      </sentence>\n',
          )
          .join('');
  const head = `${formatInfons(infons, '      ', escape)}      <offset>${offset}</offset>\n`;
  return `    <passage>\n${head}${content}    </passage>\n`;
}

function formatText({ text, annotations }: WrittenSentence, indent: string, escape: Escape): string {
  const written = annotations.map(
    (annotation) =>
      `${indent}<annotation id="${escape(annotation.id)}">\n` +
      formatInfons(annotation.infons, `${indent}  `, escape) +
      annotation.locations
        .map(({ offset, length }) => `${indent}  <location offset="${offset}" length="${length}"/>\n`)
        .join('') +
      `${indent}  <text>${escape(annotation.text)}</text>\n${indent}</annotation>\n`,
  );
  return `${indent}<text>${escape(text)}</text>\n${written.join('')}`;
}

function formatInfons(infons: readonly Attribute[], indent: string, escape: Escape): string {
  return infons
    .map(({ name, value }) => `${indent}<infon key="${escape(name)}">${escape(value)}</infon>\n`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A reader would take these for a line feed and, in an attribute, for spaces (XML 1.0, 2.11 and 3.3.3).
  '\r': '&#13;',
  '\t': '&#9;',
};

/** What XML 1.0 has no way to write (2.2, Char). */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const unwritable = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]/gu;

function createEscape(where: string, losses: LossList): Escape {
  return (text) =>
    text
      .replaceAll(unwritable, () => {
        losses.add('control characters and halves of characters (written as U+FFFD)', where);
        return '\uFFFD';
      })
      .replaceAll(/[&<>"\r\t]/gu, (character) => entities[character] ?? character);
}
