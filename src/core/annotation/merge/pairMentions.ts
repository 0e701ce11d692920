import type { BratRecords, MentionRecord } from './bratRecords.ts';
import { matchMentions } from './matchMentions.ts';
import type { MentionTriple } from './mergeMention.ts';

export interface RecordVersions {
  readonly base: BratRecords | undefined;
  readonly ours: BratRecords;
  readonly theirs: BratRecords;
}

/** Every mention of every version, each with what it is in the others. */
export function pairMentions({ base, ours, theirs }: RecordVersions): MentionTriple[] {
  const inBase = base?.mentions ?? [];
  const inOurs = matchMentions(inBase, ours.mentions, true);
  const inTheirs = matchMentions(inBase, theirs.mentions, true);
  const known = new Set([...inOurs.values(), ...inTheirs.values()]);
  const isNew = (mention: MentionRecord): boolean => !known.has(mention);
  const newInTheirs = theirs.mentions.filter(isNew);
  const newInOurs = ours.mentions.filter(isNew);
  const inBoth = matchMentions(newInOurs, newInTheirs, false);
  const paired = new Set(inBoth.values());
  return [
    ...inBase.map((mention) => toTriple(mention, inOurs.get(mention), inTheirs.get(mention))),
    ...newInOurs.map((mention) => toTriple(undefined, mention, inBoth.get(mention))),
    ...newInTheirs
      .filter((mention) => !paired.has(mention))
      .map((mention) => toTriple(undefined, undefined, mention)),
  ];
}

function toTriple(
  base: MentionRecord | undefined,
  ours: MentionRecord | undefined,
  theirs: MentionRecord | undefined,
): MentionTriple {
  return { ...(base && { base }), ...(ours && { ours }), ...(theirs && { theirs }) };
}
