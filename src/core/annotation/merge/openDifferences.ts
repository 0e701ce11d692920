import { adjudicationAttribute } from '../agreement/markedSpan.ts';
import { mapReferences } from '../formats/bratReferences.ts';
import { type BratRecords, type MentionRecord, readRecords } from './bratRecords.ts';
import { parseDifference, type DifferenceNote } from './differenceComment.ts';
import { createMergedLines } from './mergedLines.ts';

/** One version of something that somebody has to decide. */
export interface DifferenceVersion {
  /** Of the annotation, such as `T3`. */
  readonly id: string;
  /** `A` or `B`. */
  readonly side: string;
  /** Whose it is, where the file says so. */
  readonly label?: string;
}

/** Annotations of which somebody has to say which are right. */
export interface OpenDifference {
  readonly number: number;
  /** What is different, such as `other concept`. */
  readonly kinds: readonly string[];
  readonly versions: readonly DifferenceVersion[];
}

/** What a merge or `termlens compare --adjudicate` left to decide in an annotation file, by number. */
export function findOpenDifferences(annotationText: string): readonly OpenDifference[] {
  return openDifferencesOf(readRecords(annotationText));
}

/**
 * The file once a difference is decided: the version `id` is kept, or with `keepsAll` every one, and says no longer
 * that it is to be decided; the others go. What else refers to those refers to the one that is kept.
 * @returns nothing when the file has no such version to decide.
 */
export function decideDifference(
  annotationText: string,
  id: string,
  { keepsAll }: { readonly keepsAll: boolean },
): string | undefined {
  const records = readRecords(annotationText);
  const difference = openDifferencesOf(records).find(({ versions }) =>
    versions.some((version) => version.id === id),
  );
  const chosen = difference?.versions.find((version) => version.id === id);
  if (difference === undefined || chosen === undefined) {
    return undefined;
  }
  const merged = createMergedLines(records, records);
  // A side may have marked its span more than once: these go together.
  const isKept = (side: string): boolean => keepsAll || side === chosen.side;
  const sides = new Map(difference.versions.map((version) => [version.id, version.side]));
  const gone = new Set(difference.versions.filter(({ side }) => !isKept(side)).map((version) => version.id));
  for (const mention of records.mentions) {
    const side = sides.get(mention.id);
    if (side !== undefined && !isKept(side)) {
      merged.remove([mention, ...mention.facts]);
    } else if (side !== undefined) {
      merged.remove(mention.facts.filter(({ line }) => isMark(records.lines[line] ?? '')));
    }
  }
  for (const { line } of records.others) {
    const source = records.lines[line] ?? '';
    merged.replace(
      line,
      mapReferences(source, (target) => (gone.has(target) ? id : target)),
    );
  }
  return merged.format();
}

interface MarkedMention extends MentionRecord {
  readonly side: string;
  readonly note: DifferenceNote | undefined;
}

function openDifferencesOf(records: BratRecords): readonly OpenDifference[] {
  const marked = records.mentions.flatMap((mention) => readMark(records, mention) ?? []);
  const byNumber = new Map<number, MarkedMention[]>();
  const put = (number: number, mention: MarkedMention): void => {
    byNumber.set(number, [...(byNumber.get(number) ?? []), mention]);
  };
  for (const mention of marked) {
    if (mention.note !== undefined) {
      put(mention.note.number, mention);
    }
  }
  let next = Math.max(0, ...byNumber.keys()) + 1;
  for (const mention of marked.filter(({ note }) => note === undefined)) {
    // Of a side's several annotations of one span the first has the comment; other tools may write none at all.
    const others = marked.filter((other) => other !== mention && other.note !== undefined);
    const known =
      others.find(
        ({ side, spans }) => side === mention.side && spans.join(';') === mention.spans.join(';'),
      ) ?? others.find(({ side, spans }) => side !== mention.side && overlap(spans, mention.spans));
    put(known?.note?.number ?? next++, mention);
  }
  return [...byNumber]
    .sort(([one], [other]) => one - other)
    .map(([number, mentions]) => ({
      number,
      kinds: mentions.find(({ note }) => note)?.note?.kinds ?? [],
      versions: mentions.map(({ id, side, note }) => ({
        id,
        side,
        ...(note?.label !== undefined && { label: note.label }),
      })),
    }));
}

function readMark({ lines }: BratRecords, mention: MentionRecord): MarkedMention | undefined {
  const attribute = mention.facts.find(({ component }) => component === `A ${adjudicationAttribute}`);
  if (attribute === undefined) {
    return undefined;
  }
  const notes = mention.facts.flatMap(({ line }) => parseDifference(commentOf(lines[line] ?? '')) ?? []);
  return { ...mention, side: attribute.content.split(' ')[3] ?? '', note: notes.at(-1) };
}

function commentOf(source: string): string {
  return source.startsWith('#') ? source.split('\t').slice(2).join('\t') : '';
}

function isMark(source: string): boolean {
  const [, body = ''] = source.split('\t');
  return (
    parseDifference(commentOf(source)) !== undefined ||
    (/^[AM]/u.test(source) && body.trim().split(/ +/u)[0] === adjudicationAttribute)
  );
}

function overlap(one: MentionRecord['spans'], other: MentionRecord['spans']): boolean {
  return one.some(([start, end]) =>
    other.some(([otherStart, otherEnd]) => start < otherEnd && otherStart < end),
  );
}
