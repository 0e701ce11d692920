import { readComposite } from '../../mentionDetection/compositeMention.ts';
import { kindWords } from '../../mentionDetection/functionWords.ts';
import { proposeSpans, type ProposedSpan } from '../../mentionDetection/proposeSpans.ts';
import { qualifiedStart } from '../../mentionDetection/qualifiers.ts';
import { candidateKey, type LinkOptions } from '../candidate.ts';
import { splitAtParts } from './compositeParts.ts';
import type { LinkedMention, WholeMention } from './linkedMention.ts';
import type { Linker, LinkSituation } from '../linker.ts';
import { findNamed, linkSpans } from './linkSpans.ts';
import { mentionLikelihood, type SearchedMention } from './mentionLikelihood.ts';
import {
  byLength,
  byScoreThenLength,
  contains,
  isSure,
  overlaps,
  pickDisjoint,
  sameConcept,
} from './spanRules.ts';
import type { Surroundings } from '../surroundings.ts';

/** F1 is greatest at 0.2 to 0.3 on each of the development sets (`bench/README.md`). */
const minimumLikelihood = 0.25;

/**
 * The mentions of each sentence, in order: of the spans that are likely mentions exact names (the longest wins) and
 * phrases near to a concept in meaning. None overlaps another, but for the parts of a composite mention, which share
 * words ("left and right knee pain"). As in `findMentionAt`, a phrase takes the place of the exact names within it only
 * when it surely means another concept ("water on the lungs").
 */
export async function findMentions(
  linker: Linker,
  sentences: readonly Surroundings[],
  options: LinkOptions,
  situation: LinkSituation = {},
): Promise<LinkedMention[][]> {
  const found = await searchSpans(linker, sentences, options, situation);
  const least = options.minLikelihood ?? minimumLikelihood;
  return found.map((mentions) => {
    const chosen = choose(mentions.filter((mention) => isLikely(mention, least)));
    return withQualifiers(chosen, mentions).flatMap(splitAtParts);
  });
}

/**
 * A kind alone ("disease") is no mention: nobody marked one of the 264 in the development sets. The corpora that
 * likelihood was learned from have few composite mentions: of those each part has to be one by itself.
 */
function isLikely(mention: SearchedMention, least: number): boolean {
  return (
    least <= 0 ||
    (!kindWords.has(mention.text.toLowerCase()) &&
      (isLikelyComposite(mention, least) || mentionLikelihood(mention) >= least))
  );
}

function isLikelyComposite(mention: SearchedMention, least: number): boolean {
  const { start, end, sentence, phrase, parts } = mention;
  return (
    parts !== undefined &&
    isSure(mention) &&
    parts.every(({ mention: text, candidates }) => {
      const named = candidates[0]?.matchType === 'exact';
      return mentionLikelihood({ start, end, sentence, phrase, text, candidates, named }) >= least;
    })
  );
}

/**
 * Whatever of the sentences may mean a concept, likely mentions or not. All sentences are looked up together, since one
 * vector search of many names takes a fraction of many searches.
 */
export async function searchSpans(
  linker: Linker,
  sentences: readonly Surroundings[],
  options: LinkOptions,
  situation: LinkSituation = {},
): Promise<SearchedMention[][]> {
  const proposed = sentences.map(({ sentence }) => proposeSpans(sentence));
  const named = new Set(await findNamed(linker, proposed.flat(), options, situation));
  // What the note itself defines has a meaning, however short it is.
  const isPhrase = ({ phrase, text }: ProposedSpan): boolean =>
    phrase || situation.document?.abbreviations.has(text) === true;
  const searched = sentences.map((surroundings, i) => ({
    surroundings,
    spans: (proposed[i] ?? []).filter(
      (span) =>
        named.has(span) || isPhrase(span) || (span.coordination && readComposite(span.name).length > 0),
    ),
  }));
  const linked = await linkSpans(linker, searched, options, situation);
  return searched.map(({ surroundings: { sentence }, spans }, i) => {
    const spanAt = new Map(spans.map((span) => [`${span.start} ${span.end}`, span]));
    return (linked[i] ?? []).flatMap((mention) => {
      const span = spanAt.get(`${mention.start} ${mention.end}`);
      // What is coordinated is a mention by its parts alone.
      return span && (named.has(span) || isPhrase(span) || mention.parts)
        ? [{ ...mention, sentence, named: named.has(span), phrase: isPhrase(span) || span.coordination }]
        : [];
    });
  });
}

function choose(all: readonly SearchedMention[]): SearchedMention[] {
  const mentions = all.filter((mention) => mention.parts === undefined || addsConcept(mention, all));
  const exact = pickDisjoint(mentions.filter(({ named }) => named).sort(byLength));
  const near = mentions.filter((mention) => {
    const inside = exact.filter((other) => overlaps(mention, other));
    return (
      mention.phrase &&
      inside.every((other) => contains(mention, other) && mention.text !== other.text) &&
      (inside.length === 0 || (isSure(mention) && !inside.some((other) => sameConcept(mention, other))))
    );
  });
  const wider = near.filter((mention) => exact.some((other) => overlaps(mention, other)));
  const separate = near.filter((mention) => !wider.includes(mention));
  const chosen = pickDisjoint([
    ...wider.sort(byScoreThenLength),
    ...exact,
    ...separate.sort(byScoreThenLength),
  ]);
  return chosen.sort((a, b) => a.start - b.start);
}

/**
 * Whether a composite mention says more than what stands within it: a shorter one ("breast/ovarian cancer risk" is
 * "breast/ovarian cancer"), or names of all its concepts ("anemia and ovarian cancer").
 */
function addsConcept(composite: SearchedMention, all: readonly SearchedMention[]): boolean {
  const within = all.filter((other) => other !== composite && contains(composite, other));
  const concepts = conceptsOf(composite);
  const named = new Set(within.filter((other) => other.named).flatMap(conceptsOf));
  return !(
    concepts.every((concept) => named.has(concept)) ||
    within.some((other) => other.parts && concepts.join() === conceptsOf(other).join())
  );
}

/** Those of the parts in order, or the one. */
function conceptsOf({ candidates, parts }: SearchedMention): string[] {
  return (parts ?? [{ candidates }]).flatMap(({ candidates: [first] }) =>
    first ? [candidateKey(first)] : [],
  );
}

/**
 * The mentions with the qualifiers before them ("hereditary breast cancer", "type IV Ehlers-Danlos syndrome"): what they
 * mean together, if that is a name, else what they mean without.
 */
function withQualifiers(
  chosen: readonly SearchedMention[],
  searched: readonly SearchedMention[],
): WholeMention[] {
  return chosen.map((mention, i) => {
    const { start, end, sentence } = mention;
    const from = qualifiedStart(sentence, start);
    if (from === start || from < (chosen[i - 1]?.end ?? 0)) {
      return mention;
    }
    const known = searched.find((other) => other.start === from && other.end === end && other.named);
    return known ?? widenTo(from, mention);
  });
}

/** The qualifiers of a composite mention are taken as those of its first part. */
function widenTo(from: number, mention: SearchedMention): WholeMention {
  const { start, end, sentence, parts } = mention;
  const [first, ...later] = parts ?? [];
  const before = sentence.slice(from, start);
  return {
    ...mention,
    start: from,
    text: sentence.slice(from, end),
    ...(first && { parts: [{ ...first, mention: before + first.mention }, ...later] }),
  };
}
