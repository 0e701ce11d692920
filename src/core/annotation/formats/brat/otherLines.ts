import type { AnnotatedDocument, Attribute, Relation } from '../../annotatedDocument.ts';
import type { BratDocument } from '../bratDocument.ts';
import { createIds } from '../uniqueIds.ts';

/** The role of what an event is named by; brat has no word for it. */
export const triggerRole = 'Trigger';

/** The document with what the lines besides `T` and `N` say: attributes, comments, relations and events. */
export function addOtherLines(document: AnnotatedDocument, { lines }: BratDocument): AnnotatedDocument {
  const attributes = new Map<string, Attribute[]>();
  const comments = new Map<string, string[]>();
  const relations: Relation[] = [];
  const sources = lines.map(({ source }) => source);
  const nextId = createIds(sources.map((source) => source.split('\t')[0] ?? ''));
  for (const source of sources) {
    const [id = '', body = '', ...rest] = source.split('\t');
    const [type = '', ...words] = body.split(' ').filter((word) => word !== '');
    const [target = '', ...values] = words;
    if (/^[AM]\d/u.test(id)) {
      const value = values.join(' ') || 'true';
      attributes.set(target, [...(attributes.get(target) ?? []), { name: type, value }]);
    } else if (id.startsWith('#')) {
      comments.set(target, [...(comments.get(target) ?? []), rest.join('\t')]);
    } else if (/^[RE]\d/u.test(id) || id === '*') {
      const nodes = words.map(readNode);
      const [name = '', trigger] = type.split(':');
      const all = trigger === undefined ? nodes : [{ role: triggerRole, target: trigger }, ...nodes];
      relations.push({ id: nextId(id === '*' ? '' : id, 'Q'), type: name, nodes: all, attributes: [] });
    }
  }
  return {
    ...document,
    annotations: document.annotations.map((annotation) => ({
      ...annotation,
      attributes: attributes.get(annotation.id) ?? [],
      comments: comments.get(annotation.id) ?? [],
    })),
    relations: relations.map((relation) => ({
      ...relation,
      attributes: [
        ...(attributes.get(relation.id) ?? []),
        ...(comments.get(relation.id) ?? []).map((value) => ({ name: 'comment', value })),
      ],
    })),
  };
}

/** `Arg1:T3`, or `T3` in an equivalence. */
function readNode(word: string): Relation['nodes'][number] {
  const colon = word.lastIndexOf(':');
  return { role: word.slice(0, Math.max(colon, 0)), target: word.slice(colon + 1) };
}
