import { formatCount } from '../conceptText.ts';
import { escapeMarkdown } from '../escapeText.ts';
import { formatAttribute, type NoteItem } from './noteItems.ts';

const longestLabel = 80;

/** How an annotation or suggestion reads in the view. */
export interface ItemText {
  readonly label: string;
  readonly description: string;
  /** For a screen reader, which is told neither icon nor group: "suggestion, seizure, Seizures HP:0001250, line 12". */
  readonly spoken: string;
}

/** @param isUnderConcept leaves out the concept, which the group already names. */
export function formatItem(item: NoteItem, isUnderConcept: boolean): ItemText {
  const { kind, text, concepts, attributes, comments, range } = item;
  const label = toLabel(text);
  const names = concepts.map(({ curie, preferredName }) => `${preferredName} ${curie}`.trim());
  const said = attributes.map(formatAttribute);
  const line = `line ${range.start.line + 1}`;
  return {
    label,
    // What a narrow view cuts off is the identifier.
    description: [
      ...(isUnderConcept ? [] : concepts.map(({ preferredName }) => preferredName)),
      ...said,
      line,
      ...(isUnderConcept ? [] : concepts.map(({ curie }) => curie)),
    ].join(' · '),
    spoken: [
      kind,
      label,
      ...(names.length > 0 ? names : ['no concept']),
      ...said,
      ...comments.map((comment) => `comment: ${comment}`),
      line,
    ].join(', '),
  };
}

/** Markdown. */
export function formatItemTooltip({
  kind,
  text,
  concepts,
  attributes,
  comments,
  semanticGroup,
}: NoteItem): string {
  const linked = concepts.map(
    ({ curie, preferredName }) => `**${escapeMarkdown(preferredName)}** ${escapeMarkdown(curie)}`,
  );
  const rows = [
    kind === 'suggestion' ? 'Suggestion, not decided on' : 'Annotation',
    escapeMarkdown(`“${text}”`),
    ...linked,
    escapeMarkdown([semanticGroup, ...attributes.map(formatAttribute)].join(' · ')),
    ...comments.map((comment) => `*${escapeMarkdown(comment)}*`),
  ];
  return rows.join('  \n');
}

/** How many there are of each kind: "12 annotations, 1 suggestion". */
export function formatCounts(items: readonly NoteItem[]): string {
  const suggestions = items.filter(({ kind }) => kind === 'suggestion').length;
  const annotations = items.length - suggestions;
  return [
    ...(annotations > 0 || suggestions === 0 ? [formatCount(annotations, 'annotation')] : []),
    ...(suggestions > 0 ? [formatCount(suggestions, 'suggestion')] : []),
  ].join(', ');
}

function toLabel(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > longestLabel ? `${line.slice(0, longestLabel - 1)}…` : line;
}
