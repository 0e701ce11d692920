import type { Range } from 'vscode-languageclient/node';
import type { Attribute, NoteAnnotation, NoteState, Suggestion } from '../../../protocol/messages.ts';

/** An annotation or a suggestion of a note, as the view lists it. */
export interface NoteItem {
  readonly kind: 'annotation' | 'suggestion';
  /** Unique within its note. */
  readonly id: string;
  /** From where it begins to where it ends, whatever lies between its pieces. */
  readonly range: Range;
  readonly text: string;
  /** Of a suggestion, its first candidate. */
  readonly concepts: readonly { readonly curie: string; readonly preferredName: string }[];
  readonly semanticGroup: string;
  readonly attributes: readonly Attribute[];
  readonly comments: readonly string[];
}

/** All annotations and suggestions of a note, in reading order. */
export function listItems({ annotations, suggestions }: NoteState): NoteItem[] {
  return [...annotations.flatMap(fromAnnotation), ...suggestions.map(fromSuggestion)].sort(byPosition);
}

/** Those that say every word of `filter` somewhere: text, concept, identifier, group, kind, attribute or comment. */
export function filterItems(items: readonly NoteItem[], filter: string): readonly NoteItem[] {
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  return words.length === 0
    ? items
    : items.filter((item) => {
        const said = searchableText(item);
        return words.every((word) => said.includes(word));
      });
}

/** "negated", "of somebody else", or another tool's attribute as it stands. */
export function formatAttribute({ name, value }: Attribute): string {
  const isFlag = value === undefined || value === 'true';
  if (name === 'Experiencer' && value === 'Other') {
    return 'of somebody else';
  }
  return isFlag ? name.toLowerCase() : `${name}: ${value}`;
}

function fromAnnotation({
  id,
  type,
  ranges,
  text,
  concepts,
  attributes = [],
  comments = [],
}: NoteAnnotation): readonly NoteItem[] {
  const [first] = ranges;
  const last = ranges.at(-1);
  if (first === undefined || last === undefined) {
    return [];
  }
  const range = { start: first.start, end: last.end };
  const semanticGroup = type.replaceAll('_', ' ');
  return [{ kind: 'annotation', id, range, text, concepts, semanticGroup, attributes, comments }];
}

function fromSuggestion({ id, range, text, candidates, attributes }: Suggestion): NoteItem {
  const concepts = candidates.slice(0, 1);
  const semanticGroup = concepts[0]?.semanticTypes[0] ?? 'Concept';
  return { kind: 'suggestion', id, range, text, concepts, semanticGroup, attributes, comments: [] };
}

function searchableText({ kind, text, concepts, semanticGroup, attributes, comments }: NoteItem): string {
  const names = concepts.flatMap(({ curie, preferredName }) => [curie, preferredName]);
  return [kind, text, ...names, semanticGroup, ...attributes.map(formatAttribute), ...comments]
    .join('\n')
    .toLowerCase();
}

function byPosition({ range: a }: NoteItem, { range: b }: NoteItem): number {
  return (
    a.start.line - b.start.line ||
    a.start.character - b.start.character ||
    b.end.line - a.end.line ||
    b.end.character - a.end.character
  );
}
