import type { MentionRecord } from './bratRecords.ts';

/** What two mentions have in common, the surest first; each key is empty where a mention cannot have it. */
const keys: readonly ((mention: MentionRecord) => string)[] = [
  ({ head, facts }) => [head, ...facts.map(({ content }) => content).sort()].join('\n'),
  ({ head, facts }) => [head, ...conceptsOf(facts)].join('\n'),
  ({ head }) => head,
  ({ spans }) => spans.join(';'),
];

/**
 * The mentions of two versions that are the same one, each with at most one of the other version: by span, type and
 * concepts, then by what of it is still the same, then those that overlap.
 * @param sharesNumbers whether one version was made from the other, so that a number stands for the same mention.
 */
export function matchMentions(
  before: readonly MentionRecord[],
  after: readonly MentionRecord[],
  sharesNumbers: boolean,
): ReadonlyMap<MentionRecord, MentionRecord> {
  const pairs = new Map<MentionRecord, MentionRecord>();
  const left = new Set(after);
  const take = (one: MentionRecord, other: MentionRecord): void => {
    pairs.set(one, other);
    left.delete(other);
  };
  const byId = new Map(after.map((mention) => [mention.id, mention]));
  for (const keyOf of keys) {
    const waitingOf = (): MentionRecord[] => before.filter((one) => !pairs.has(one) && keyOf(one) !== '');
    for (const one of sharesNumbers ? waitingOf() : []) {
      const other = byId.get(one.id);
      if (other !== undefined && left.has(other) && keyOf(other) === keyOf(one)) {
        take(one, other);
      }
    }
    const free = Map.groupBy(left, keyOf);
    for (const one of waitingOf()) {
      const other = free.get(keyOf(one))?.shift();
      if (other !== undefined) {
        take(one, other);
      }
    }
  }
  for (const one of before) {
    if (!pairs.has(one)) {
      const overlapping = [...left].filter((other) => overlaps(one, other));
      const sameNumber = sharesNumbers ? overlapping.find(({ id }) => id === one.id) : undefined;
      const other = sameNumber ?? (sharesNumbers ? undefined : overlapping[0]);
      if (other !== undefined) {
        take(one, other);
      }
    }
  }
  return pairs;
}

function overlaps(one: MentionRecord, other: MentionRecord): boolean {
  return one.spans.some(([start, end]) =>
    other.spans.some(([otherStart, otherEnd]) => start < otherEnd && otherStart < end),
  );
}

function conceptsOf(facts: MentionRecord['facts']): string[] {
  return facts.flatMap(({ component, content }) => (component === 'N' ? [content] : [])).sort();
}
