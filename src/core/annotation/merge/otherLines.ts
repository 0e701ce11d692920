import { mapReferences, referredIds } from '../formats/bratReferences.ts';
import type { BratRecords, MentionRecord, OtherLine } from './bratRecords.ts';

/** The lines of one version besides those of mentions, by what they say whatever their numbers are. */
export interface OtherLines {
  /** In order; of each thing that is said, the lines that say it. */
  readonly byContent: ReadonlyMap<string, readonly OtherLine[]>;
  readonly byId: ReadonlyMap<string, string>;
}

/** @param nameOf a name for each mention that is the same in all versions. */
export function readOtherLines(
  { lines, others, mentions }: BratRecords,
  nameOf: (mention: MentionRecord) => string,
): OtherLines {
  const names = new Map(mentions.map((mention) => [mention.id, nameOf(mention)]));
  const byOwnId = new Map(others.flatMap((other) => (other.id === undefined ? [] : [[other.id, other]])));
  const describe = ({ id, line }: OtherLine, within: ReadonlySet<string>): string => {
    const source = lines[line] ?? '';
    if (id === undefined && !source.startsWith('*\t')) {
      return source;
    }
    const inside = new Set([...within, id ?? '']);
    const said = mapReferences(source, (target) => {
      const other = inside.has(target) ? undefined : byOwnId.get(target);
      return names.get(target) ?? (other === undefined ? target : `(${describe(other, inside)})`);
    });
    return said.charAt(0) + said.slice(id?.length ?? 1);
  };
  const contents = others.map((other) => [describe(other, new Set()), other] as const);
  const byContent = Map.groupBy(contents, ([content]) => content);
  return {
    byContent: new Map([...byContent].map(([content, found]) => [content, found.map(([, other]) => other)])),
    byId: new Map(contents.flatMap(([content, { id }]) => (id === undefined ? [] : [[id, content]]))),
  };
}

/** What one side newly says: the mentions it says it of, and the lines that these new lines need. */
export function findNeeded(
  records: BratRecords,
  { byContent, byId }: OtherLines,
  base: OtherLines | undefined,
): { readonly mentions: ReadonlySet<string>; readonly contents: ReadonlySet<string> } {
  const mentions = new Set<string>();
  const contents = new Set<string>();
  const need = ({ line }: OtherLine): void => {
    for (const id of referredIds(records.lines[line] ?? '')) {
      const content = byId.get(id);
      if (content === undefined) {
        mentions.add(id);
      } else if (!contents.has(content)) {
        contents.add(content);
        byContent.get(content)?.forEach(need);
      }
    }
  };
  for (const [content, lines] of byContent) {
    lines.slice(base?.byContent.get(content)?.length ?? 0).forEach(need);
  }
  return { mentions, contents };
}

/** How often a line is there in the end. Without a base nothing counts as removed. */
export function mergeCount(base: number | undefined, ours: number, theirs: number): number {
  if (base === undefined) {
    return Math.max(ours, theirs);
  }
  if (ours === theirs || theirs === base) {
    return ours;
  }
  return ours === base ? theirs : Math.max(ours, theirs);
}
