import { proposeSpans, proposeSpansAt } from '../../mentionDetection/proposeSpans.ts';
import type { LinkOptions } from '../candidate.ts';
import type { LinkedMention } from './linkedMention.ts';
import type { Linker, LinkSituation } from '../linker.ts';
import { findNamed, linkSpans } from './linkSpans.ts';
import { byScoreThenLength, contains, isSure, longest, sameConcept } from './spanRules.ts';
import type { Surroundings } from '../surroundings.ts';

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
