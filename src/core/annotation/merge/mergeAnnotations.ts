import { type MentionRecord, readRecords } from './bratRecords.ts';
import { createConflictLines } from './conflictLines.ts';
import { createMergedLines } from './mergedLines.ts';
import { type ConflictKind, mergeMention } from './mergeMention.ts';
import { createMergeNumbers } from './mergeNumbers.ts';
import { findNeeded, mergeCount, readOtherLines } from './otherLines.ts';
import { pairMentions, type RecordVersions } from './pairMentions.ts';
import { createTakeOver } from './takeOver.ts';

/** Versions of one annotation file. */
export interface AnnotationVersions {
  /** What both were made from; without it nothing counts as removed. */
  readonly base?: string | undefined;
  readonly ours: string;
  readonly theirs: string;
  /** Whose they are, for those who decide; by default `ours` and `theirs`. */
  readonly labels?: MergeLabels | undefined;
}

export interface MergeLabels {
  readonly ours: string;
  readonly theirs: string;
}

export interface MergedAnnotations {
  /** Of the merged file. */
  readonly text: string;
  /** Annotations that both changed, each difference once; both versions are in the file, marked. */
  readonly conflicts: readonly { readonly number: number; readonly kinds: readonly ConflictKind[] }[];
}

/**
 * Merges what two people made of one brat standoff file, whose offsets are of one text of the note. A mention is known
 * by its span, type and concepts, not by its number: two files give one number to different things. What one side
 * added, changed or removed is taken over. Where both changed a mention differently, both versions stay, each with the
 * attribute `Adjudicate` and a comment, as `adjudicate` leaves them. The merged file keeps our lines and their order;
 * what comes from their side gets numbers that are free, and references to it follow. Lines of unknown kinds survive.
 */
export function mergeAnnotations({
  base,
  ours,
  theirs,
  labels = { ours: 'ours', theirs: 'theirs' },
}: AnnotationVersions): MergedAnnotations {
  if (ours === theirs || theirs === base) {
    return { text: ours, conflicts: [] };
  }
  if (ours === base) {
    return { text: theirs, conflicts: [] };
  }
  const versions = {
    base: base === undefined ? undefined : readRecords(base),
    ours: readRecords(ours),
    theirs: readRecords(theirs),
  };
  return mergeRecords(versions, labels);
}

function mergeRecords(versions: RecordVersions, labels: MergeLabels): MergedAnnotations {
  const { base, ours, theirs } = versions;
  const triples = pairMentions(versions);
  const names = new Map<MentionRecord, string>();
  triples.forEach((triple, i) => {
    Object.values(triple).forEach((mention: MentionRecord) => names.set(mention, `<${i}>`));
  });
  const nameOf = (mention: MentionRecord): string => names.get(mention) ?? '';
  const others = {
    base: base && readOtherLines(base, nameOf),
    ours: readOtherLines(ours, nameOf),
    theirs: readOtherLines(theirs, nameOf),
  };
  const needed = {
    ours: findNeeded(ours, others.ours, others.base),
    theirs: findNeeded(theirs, others.theirs, others.base),
  };
  const numbers = createMergeNumbers(ours, [...(base ? [base] : []), ours, theirs]);
  const merged = createMergedLines(ours, theirs);
  const takeOver = createTakeOver(theirs, numbers, merged);
  const conflicts = createConflictLines({ versions: [ours, theirs], labels, numbers, merged, takeOver });

  const gone = new Set<string>();
  for (const triple of triples) {
    const { ours: mine, theirs: their } = triple;
    const verdict = mergeMention(triple, (mention) =>
      (mention === mine ? needed.ours : needed.theirs).mentions.has(mention.id),
    );
    if (verdict.kind === 'conflict') {
      conflicts.add(triple, verdict.kinds);
    } else if (verdict.kind === 'both' && mine !== undefined && their !== undefined) {
      takeOver.became(their.id, mine.id);
      merged.replace(mine.line, `${mine.id}\t${verdict.body}`);
      merged.remove(mine.facts.filter((fact) => !verdict.kept.has(fact)));
      takeOver.addLines(
        verdict.added.map(({ line }) => line),
        Math.max(mine.line, ...mine.facts.map(({ line }) => line)),
      );
    } else if (verdict.kind === 'gone') {
      gone.add(Object.values(triple).map(nameOf)[0] ?? '');
      merged.remove(mine === undefined ? [] : [mine, ...mine.facts]);
    } else if (verdict.kind === 'theirs' && their !== undefined) {
      takeOver.addMention(their, undefined);
    }
  }

  const undecided = new Set(conflicts.triples().flatMap((triple) => Object.values(triple).map(nameOf)));
  const arriving: number[] = [];
  for (const content of new Set([...others.ours.byContent.keys(), ...others.theirs.byContent.keys()])) {
    const mine = others.ours.byContent.get(content) ?? [];
    const their = others.theirs.byContent.get(content) ?? [];
    const inBase = others.base && (others.base.byContent.get(content)?.length ?? 0);
    const mentions = content.match(/<\d+>/gu) ?? [];
    const isNeeded =
      needed.ours.contents.has(content) ||
      needed.theirs.contents.has(content) ||
      // With the version that is kept, what was said of it; both ends are there.
      (mentions.some((name) => undecided.has(name)) && !mentions.some((name) => gone.has(name)));
    const count = Math.max(mergeCount(inBase, mine.length, their.length), Number(isNeeded));
    merged.remove(mine.slice(count));
    their.forEach(({ id, line }, i) => {
      const same = mine[i];
      if (same === undefined && i < count) {
        arriving.push(line);
      } else if (id !== undefined && same?.id !== undefined) {
        takeOver.became(id, same.id);
      }
    });
  }
  takeOver.addLines(
    arriving.sort((a, b) => a - b),
    undefined,
  );
  return { text: merged.format(), conflicts: conflicts.list() };
}
