import {
  proposeSpans,
  proposeSpansAt,
  type Mention,
  type ProposedSpan,
} from '../mentionDetection/proposeSpans.ts';
import type { LinkOptions, LinkResult } from './candidate.ts';
import { splitAtParts } from './compositeParts.ts';
import type { LinkedMention, WholeMention } from './linkedMention.ts';
import type { Linker, LinkSituation } from './linker.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * The mention of a sentence at `position` (UTF-16 offset), or nothing. Of several spans the one that is exactly
 * somebody's name wins, the longest first; a longer span that is only near in meaning wins over it when it is
 * near to another concept and surely so ("diabetes of the second type" over "diabetes").
 */
export async function findMentionAt(
  linker: Linker,
  surroundings: Surroundings,
  position: number,
  options: LinkOptions,
  situation: LinkSituation = {},
): Promise<LinkedMention | undefined> {
  const spans = proposeSpansAt(surroundings.sentence, position);
  const exact = longest(await findNamed(linker, spans, options, situation));
  const rivals = spans.filter((span) => span.phrase && (!exact || (contains(span, exact) && span !== exact)));
  const near = await linkSpans(linker, [{ surroundings, spans: rivals }], options, situation);
  const likely = near
    .flat()
    .filter((mention) => !exact || isSure(mention))
    .sort(byScoreThenLength);
  const nearest = exact ? (await leaveOutNamedInside(likely))[0] : likely[0];
  if (!exact) {
    return nearest;
  }
  const [[linked] = []] = await linkSpans(linker, [{ surroundings, spans: [exact] }], options, situation);
  return nearest && linked && !sameConcept(nearest, linked) ? nearest : linked;

  /** "DM on prednisone" is near to prednisone because that is in it, and says nothing of "DM". */
  async function leaveOutNamedInside(mentions: readonly LinkedMention[]): Promise<LinkedMention[]> {
    const inside = mentions.flatMap((mention) =>
      proposeSpans(mention.text)
        .filter(({ text }) => text !== mention.text)
        .map(({ name }) => ({ mention, name })),
    );
    const names = inside.map(({ name }) => name);
    const results = names.length === 0 ? [] : await linker.linkExactly(names, options, situation.document);
    const named = new Set(
      inside.flatMap(({ mention }, i) =>
        results[i]?.candidates.some(({ curie }) => curie === mention.candidates[0]?.curie) ? [mention] : [],
      ),
    );
    return mentions.filter((mention) => !named.has(mention));
  }
}

/** Those of the spans that are exactly somebody's name. */
async function findNamed(
  linker: Linker,
  spans: readonly ProposedSpan[],
  options: LinkOptions,
  { document }: LinkSituation,
): Promise<ProposedSpan[]> {
  const names = spans.map(({ name }) => name);
  const results = names.length === 0 ? [] : await linker.linkExactly(names, options, document);
  return spans.filter((_, i) => (results[i]?.candidates.length ?? 0) > 0);
}

/**
 * The mentions of each sentence, in order: exact names (the longest wins) and phrases near to a concept in meaning. None
 * overlaps another, but for the parts of a composite mention, which share words ("left and right knee pain"). As in
 * `findMentionAt`, a phrase takes the place of the exact names within it only when it surely means another concept
 * ("water on the lungs"). All sentences are looked up together: one vector search of many names takes a fraction of many.
 */
export async function findMentions(
  linker: Linker,
  sentences: readonly Surroundings[],
  options: LinkOptions,
  situation: LinkSituation = {},
): Promise<LinkedMention[][]> {
  const proposed = sentences.map(({ sentence }) => proposeSpans(sentence));
  const named = new Set(await findNamed(linker, proposed.flat(), options, situation));
  const searched = sentences.map((surroundings, i) => {
    const spans = proposed[i] ?? [];
    const exact = pickDisjoint(spans.filter((span) => named.has(span)).sort(byLength));
    const open = spans.filter(
      (span) =>
        span.phrase &&
        exact.every((other) => !overlaps(span, other) || (contains(span, other) && span.text !== other.text)),
    );
    return { surroundings, exact, open };
  });
  const groups = searched.flatMap(({ surroundings, exact, open }) => [
    { surroundings, spans: exact },
    { surroundings, spans: open },
  ]);
  const linked = await linkSpans(linker, groups, options, situation);
  return searched.map((_, i) => choose(linked[2 * i] ?? [], linked[2 * i + 1] ?? []));
}

/** The mentions of one sentence, of those that are exact names, none overlapping another, and those near to one. */
function choose(exact: readonly WholeMention[], phrases: readonly WholeMention[]): LinkedMention[] {
  const near = phrases.filter((mention) => {
    const inside = exact.filter((other) => overlaps(mention, other));
    return inside.length === 0 || (isSure(mention) && !inside.some((other) => sameConcept(mention, other)));
  });
  const wider = near.filter((mention) => exact.some((other) => overlaps(mention, other)));
  const separate = near.filter((mention) => !wider.includes(mention));
  const chosen = pickDisjoint([
    ...wider.sort(byScoreThenLength),
    ...exact,
    ...separate.sort(byScoreThenLength),
  ]);
  return chosen.sort((a, b) => a.start - b.start).flatMap(splitAtParts);
}

/** A near match must be this likely to take the place of a shorter exact one. */
const sureScore = 0.6;

function isSure({ candidates, parts }: WholeMention): boolean {
  return (parts ?? [{ candidates }]).every(({ candidates: [first] }) => (first?.score ?? 0) >= sureScore);
}

interface SpansOfSentence {
  readonly surroundings: Surroundings;
  readonly spans: readonly ProposedSpan[];
}

/** For each sentence the spans that may mean a concept. All are looked up in one request. */
async function linkSpans(
  linker: Linker,
  sentences: readonly SpansOfSentence[],
  options: LinkOptions,
  situation: LinkSituation,
): Promise<WholeMention[][]> {
  const names = sentences.flatMap(({ spans }) => spans.map(({ name }) => name));
  const results = names.length > 0 ? await linker.link(names, options, situation) : [];
  const ofSentences: LinkResult[][] = [];
  let first = 0;
  for (const { spans } of sentences) {
    ofSentences.push(results.slice(first, first + spans.length));
    first += spans.length;
  }
  return Promise.all(
    sentences.map(async ({ surroundings, spans }, i) => {
      const found = await linker.disambiguate(ofSentences[i] ?? [], surroundings, situation);
      return spans.flatMap(({ start, end, text }, row): WholeMention[] => {
        const { candidates = [], expansion, parts } = found[row] ?? {};
        return candidates.length === 0
          ? []
          : [
              {
                ...{ start, end, text, candidates },
                ...(expansion !== undefined && { expansion }),
                ...(parts && { parts }),
              },
            ];
      });
    }),
  );
}

/** What names several concepts is none of them alone. */
function sameConcept(a: WholeMention, b: WholeMention): boolean {
  return !a.parts && !b.parts && a.candidates[0]?.curie === b.candidates[0]?.curie;
}

/** Of overlapping spans the one that comes first in the list. */
function pickDisjoint<Span extends Mention>(spans: readonly Span[]): Span[] {
  const picked: Span[] = [];
  for (const span of spans) {
    if (!picked.some((other) => overlaps(span, other))) {
      picked.push(span);
    }
  }
  return picked;
}

function longest<Span extends Mention>(spans: readonly Span[]): Span | undefined {
  return [...spans].sort(byLength)[0];
}

function byLength(a: Mention, b: Mention): number {
  return b.end - b.start - (a.end - a.start) || a.start - b.start;
}

function byScoreThenLength(a: LinkedMention, b: LinkedMention): number {
  return (b.candidates[0]?.score ?? 0) - (a.candidates[0]?.score ?? 0) || byLength(a, b);
}

function contains(outer: Mention, inner: Mention): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function overlaps(a: Mention, b: Mention): boolean {
  return a.start < b.end && b.start < a.end;
}
