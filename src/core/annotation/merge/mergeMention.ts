import type { Fact, MentionRecord } from './bratRecords.ts';

/** One mention in the versions that have it. */
export interface MentionTriple {
  readonly base?: MentionRecord;
  readonly ours?: MentionRecord;
  readonly theirs?: MentionRecord;
}

export type ConflictKind = 'other span' | 'other type' | 'other concept' | 'other attributes' | 'removed';

export type MentionVerdict =
  | { readonly kind: 'gone' }
  /** As the one side has it that has it. */
  | { readonly kind: 'ours' | 'theirs' }
  /** As our side has it, but for what the other side alone changed. */
  | {
      readonly kind: 'both';
      readonly body: string;
      /** Of our side, those that stay. */
      readonly kept: ReadonlySet<Fact>;
      /** Of their side, those that come. */
      readonly added: readonly Fact[];
    }
  | { readonly kind: 'conflict'; readonly kinds: readonly ConflictKind[] };

/**
 * What becomes of a mention: what one side alone changed is taken over, what both changed differently is a conflict.
 * Without a base nothing counts as removed.
 * @param isTouched whether a side says something new of the mention elsewhere, as in a relation.
 */
export function mergeMention(
  { base, ours, theirs }: MentionTriple,
  isTouched: (side: MentionRecord) => boolean,
): MentionVerdict {
  if (ours === undefined || theirs === undefined) {
    const [kept, kind] = ours === undefined ? [theirs, 'theirs' as const] : [ours, 'ours' as const];
    if (kept === undefined) {
      return { kind: 'gone' };
    }
    if (base === undefined) {
      return { kind };
    }
    return saysTheSame(base, kept) && !isTouched(kept)
      ? { kind: 'gone' }
      : { kind: 'conflict', kinds: ['removed'] };
  }
  const kinds: ConflictKind[] = [];
  const body = mergeBody(base, ours, theirs);
  if (body === undefined) {
    const changesType = ours.type !== theirs.type && ours.type !== base?.type && theirs.type !== base?.type;
    kinds.push(ours.spans.join(';') === theirs.spans.join(';') || changesType ? 'other type' : 'other span');
  }
  const merged = new Set<string>();
  const components = new Set([...ours.facts, ...theirs.facts].map(({ component }) => component));
  for (const component of components) {
    const o = contentsOf(ours, component);
    const t = contentsOf(theirs, component);
    const b = base === undefined ? o.filter((content) => t.includes(content)) : contentsOf(base, component);
    const result = component === '#' ? mergeComments(b, o, t) : takeChanged(b, o, t);
    if (result === undefined) {
      kinds.push(component === 'N' ? 'other concept' : 'other attributes');
    } else {
      result.forEach((content) => merged.add(content));
    }
  }
  if (kinds.length > 0 || body === undefined) {
    return { kind: 'conflict', kinds: [...new Set(kinds)] };
  }
  const ourContents = new Set(ours.facts.map(({ content }) => content));
  return {
    kind: 'both',
    body,
    kept: new Set(ours.facts.filter(({ content }) => merged.has(content))),
    added: theirs.facts.filter(({ content }) => merged.has(content) && !ourContents.has(content)),
  };
}

/** Nothing where both changed it differently. Of spans the covered text is no matter of its own. */
function mergeBody(
  base: MentionRecord | undefined,
  ours: MentionRecord,
  theirs: MentionRecord,
): string | undefined {
  if (ours.body === theirs.body || theirs.body === base?.body) {
    return ours.body;
  }
  if (ours.body === base?.body) {
    return theirs.body;
  }
  return ours.head === theirs.head ? ours.body : undefined;
}

function takeChanged(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): readonly string[] | undefined {
  if (isSame(ours, theirs) || isSame(theirs, base)) {
    return ours;
  }
  return isSame(ours, base) ? theirs : undefined;
}

/** Comments do not contradict each other: each is kept that somebody wrote, or nobody took out. */
function mergeComments(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): readonly string[] {
  const isKept = (content: string): boolean =>
    (ours.includes(content) && theirs.includes(content)) || !base.includes(content);
  return [...ours, ...theirs].filter(isKept);
}

function saysTheSame(one: MentionRecord, other: MentionRecord): boolean {
  return one.head === other.head && isSame(contentsOf(one), contentsOf(other));
}

/** What is said of a component, or of all. */
function contentsOf({ facts }: MentionRecord, component?: string): string[] {
  return facts.flatMap((fact) =>
    component === undefined || fact.component === component ? [fact.content] : [],
  );
}

/** As sets: twice the same is no more than once. */
function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.every((content) => other.includes(content)) && other.every((content) => one.includes(content));
}
