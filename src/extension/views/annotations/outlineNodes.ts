import type { NoteItem } from './noteItems.ts';
import type { OutlineEntry } from './outline.ts';

/**
 * A row as the view holds it. It stays the same object while its row is there, so that what VS Code has made for it
 * stays too. Menus hand it to commands, which read `uri` and `id` of it.
 */
export interface OutlineNode {
  readonly key: string;
  readonly parent: OutlineNode | undefined;
  readonly uri: string | undefined;
  readonly id: string | undefined;
  readonly entry: OutlineEntry;
  readonly children: readonly OutlineNode[];
  /** Of its annotation, or of its group. */
  readonly concepts: NoteItem['concepts'];
}

/** `undefined` where the first level itself changed; else the rows to draw anew, with what is below them. */
export type OutlineChange = readonly OutlineNode[] | undefined;

export interface OutlineNodes {
  readonly roots: readonly OutlineNode[];
  /** Takes a new outline of the note `uri`, and tells what of the view is no longer as it was. */
  update(uri: string | undefined, entries: readonly OutlineEntry[]): OutlineChange;
}

interface MutableNode extends OutlineNode {
  entry: OutlineEntry;
  children: readonly MutableNode[];
}

export function createOutlineNodes(): OutlineNodes {
  let roots: readonly MutableNode[] = [];
  return {
    get roots() {
      return roots;
    },
    update(uri, entries) {
      const changed: OutlineNode[] = [];
      const merged = merge(undefined, roots, entries, uri, changed);
      const isSame = hasSameRows(roots, merged);
      roots = merged;
      return isSame ? changed : undefined;
    },
  };
}

function merge(
  parent: MutableNode | undefined,
  before: readonly MutableNode[],
  entries: readonly OutlineEntry[],
  uri: string | undefined,
  changed: OutlineNode[],
): readonly MutableNode[] {
  const known = new Map(before.map((node) => [node.key, node]));
  return entries.map((entry) => {
    const node = known.get(entry.key);
    if (node === undefined) {
      const created = createNode(parent, entry, uri);
      created.children = merge(created, [], entry.children, uri, []);
      return created;
    }
    const { text } = node.entry;
    const isSameText =
      text.label === entry.text.label &&
      text.description === entry.text.description &&
      text.spoken === entry.text.spoken;
    node.entry = entry;
    const children = merge(node, node.children, entry.children, uri, changed);
    if (!isSameText || !hasSameRows(node.children, children)) {
      changed.push(node);
    }
    node.children = children;
    return node;
  });
}

function createNode(
  parent: MutableNode | undefined,
  entry: OutlineEntry,
  uri: string | undefined,
): MutableNode {
  const node: MutableNode = {
    key: entry.key,
    parent,
    uri: entry.item === undefined ? undefined : uri,
    id: entry.item?.id,
    entry,
    children: [],
    get concepts() {
      const { item, curie, text } = node.entry;
      return item?.concepts ?? (curie === undefined ? [] : [{ curie, preferredName: text.label }]);
    },
  };
  return node;
}

function hasSameRows(a: readonly MutableNode[], b: readonly MutableNode[]): boolean {
  return a.length === b.length && a.every((node, i) => node === b[i]);
}
