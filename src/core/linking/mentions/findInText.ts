import type { ContextAttribute } from '../../mentionDetection/context/contextAttribute.ts';
import { createContextReader, type ContextReader } from '../../mentionDetection/context/mentionContext.ts';
import type { PartRange } from '../../mentionDetection/partRanges.ts';
import { sentenceAt } from '../../mentionDetection/sentences.ts';
import type { LinkOptions } from '../candidate.ts';
import { findMentionAt } from './findMention.ts';
import type { LinkedMention } from './linkedMention.ts';
import type { Linker, LinkSituation } from '../linker.ts';
import { readSurroundings } from '../surroundings.ts';

/** A mention of a note, and what the note says of it besides. */
export interface NoteMention extends LinkedMention {
  /** What names the concept: one stretch, or more where the mention is interrupted. */
  readonly ranges: readonly PartRange[];
  /** None where it is simply stated of the patient now. */
  readonly attributes: readonly ContextAttribute[];
}

/** The mention of a whole text at `offset`, or nothing; offsets are UTF-16 code units of the text. */
export async function findMentionInText(
  linker: Linker,
  text: string,
  offset: number,
  options: LinkOptions,
  situation: LinkSituation = {},
): Promise<NoteMention | undefined> {
  const sentence = sentenceAt(text, offset);
  const surroundings = readSurroundings(text, sentence);
  const mention = await findMentionAt(linker, surroundings, offset - sentence.start, options, situation);
  return mention && toNoteMention(mention, sentence.start, text, createContextReader());
}

/** @param sentenceStart where the sentence begins in `text` in which the mention lies. */
export function toNoteMention(
  mention: LinkedMention,
  sentenceStart: number,
  text: string,
  context: ContextReader,
): NoteMention {
  const shift = ({ start, end }: PartRange): PartRange => ({
    start: start + sentenceStart,
    end: end + sentenceStart,
  });
  const span = shift(mention);
  const ranges = mention.ranges?.map(shift) ?? [span];
  return { ...mention, ...span, ranges, attributes: context.read(text, span) };
}
