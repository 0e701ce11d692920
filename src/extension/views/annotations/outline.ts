import { formatCounts, formatItem, type ItemText } from './itemText.ts';
import { filterItems, listItems, type NoteItem } from './noteItems.ts';
import type { NoteState } from '../../../protocol/messages.ts';

export const groupings = ['position', 'concept', 'semanticGroup'] as const;
export type Grouping = (typeof groupings)[number];

/** A row of the view, with the rows below it. */
export interface OutlineEntry {
  /** Unique in the view, and the same for as long as the row means the same. */
  readonly key: string;
  readonly text: ItemText;
  /** None for a group. */
  readonly item?: NoteItem;
  /** Of a group of one concept. */
  readonly curie?: string;
  readonly children: readonly OutlineEntry[];
}

export interface Outline {
  readonly entries: readonly OutlineEntry[];
  /** Those of the note and those that the filter lets through. */
  readonly total: number;
  readonly shown: number;
}

/** More rows than this in the order of the text are shown in pages, so that none of them is made before it is seen. */
const pageSize = 100;

/** What the view shows of a note. */
export function createOutline(state: NoteState, grouping: Grouping, filter: string): Outline {
  const all = listItems(state);
  const items = filterItems(all, filter);
  return { entries: group(state.uri, items, grouping), total: all.length, shown: items.length };
}

function group(uri: string, items: readonly NoteItem[], grouping: Grouping): readonly OutlineEntry[] {
  switch (grouping) {
    case 'position':
      return items.length <= pageSize ? toEntries(uri, items, '') : intoPages(uri, items);
    case 'concept':
      return byConcept(uri, items);
    case 'semanticGroup':
      return bySemanticGroup(uri, items);
  }
}

function intoPages(uri: string, items: readonly NoteItem[]): OutlineEntry[] {
  const pages: OutlineEntry[] = [];
  for (let first = 0; first < items.length; first += pageSize) {
    const page = items.slice(first, first + pageSize);
    const from = (page[0]?.range.start.line ?? 0) + 1;
    const to = (page.at(-1)?.range.start.line ?? 0) + 1;
    const label = from === to ? `Line ${from}` : `Lines ${from} to ${to}`;
    const key = `page:${first / pageSize}`;
    pages.push(toGroup(key, label, '', page, toEntries(uri, page, key)));
  }
  return pages;
}

const noConcept = 'No concept';

/** An annotation of several concepts stands under each; the most frequent concept first. */
function byConcept(uri: string, items: readonly NoteItem[]): OutlineEntry[] {
  const groups = new Map<string, { name: string; items: NoteItem[] }>();
  const add = (curie: string, name: string, item: NoteItem): void => {
    const known = groups.get(curie) ?? { name, items: [] };
    known.items.push(item);
    groups.set(curie, known);
  };
  for (const item of items) {
    for (const { curie, preferredName } of item.concepts) {
      add(curie, preferredName || curie, item);
    }
    if (item.concepts.length === 0) {
      add('', noConcept, item);
    }
  }
  return [...groups]
    .sort(([, a], [, b]) => b.items.length - a.items.length || compareNames(a.name, b.name))
    .map(([curie, { name, items: members }]) => {
      const key = `concept:${curie}`;
      const children = toEntries(uri, members, key, true);
      return { ...toGroup(key, name, curie, members, children), ...(curie !== '' && { curie }) };
    });
}

function bySemanticGroup(uri: string, items: readonly NoteItem[]): OutlineEntry[] {
  const groups = Map.groupBy(items, ({ semanticGroup }) => semanticGroup);
  return [...groups]
    .sort(([a], [b]) => compareNames(a, b))
    .map(([name, members]) => {
      const key = `group:${name}`;
      return toGroup(key, name, '', members, toEntries(uri, members, key));
    });
}

/** Keys name the group too: VS Code knows rows by them, and a row may go from one group to another. */
function toEntries(
  uri: string,
  items: readonly NoteItem[],
  groupKey: string,
  isConceptGroup = false,
): OutlineEntry[] {
  return items.map((item) => ({
    key: `${groupKey}#${item.id}@${uri}`,
    text: formatItem(item, isConceptGroup && item.concepts.length <= 1),
    item,
    children: [],
  }));
}

function toGroup(
  key: string,
  label: string,
  identifier: string,
  members: readonly NoteItem[],
  children: readonly OutlineEntry[],
): OutlineEntry {
  const counts = formatCounts(members);
  const named = identifier === '' ? [] : [identifier];
  return {
    key,
    text: {
      label,
      description: [...named, counts].join(' · '),
      spoken: [label, ...named, counts].join(', '),
    },
    children,
  };
}

function compareNames(a: string, b: string): number {
  return a.localeCompare(b, 'en');
}
