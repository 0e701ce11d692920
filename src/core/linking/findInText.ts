import type { ContextAttribute } from '../mentionDetection/context/contextAttribute.ts';
import { createContextReader } from '../mentionDetection/context/mentionContext.ts';
import { windowAt, type LineWindow } from '../mentionDetection/lineWindows.ts';
import type { LinkOptions } from './candidate.ts';
import { findMentionAt, findMentions, type LinkedMention } from './findMention.ts';
import type { Linker, LinkSituation } from './linker.ts';
import { readSurroundings } from './surroundings.ts';

/** A mention of a note, and what the note says of it besides. */
export interface NoteMention extends LinkedMention {
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
  const window = windowAt(text, offset);
  const mention = await findMentionAt(linker, window.text, offset - window.start, options, {
    ...situation,
    surroundings: readSurroundings(text, window),
  });
  return mention && inText([mention], text, window)[0];
}

/** The mentions of one window of a whole text, with their offsets in the text. */
export async function findMentionsInWindow(
  linker: Linker,
  text: string,
  window: LineWindow,
  options: LinkOptions,
  situation: LinkSituation = {},
): Promise<NoteMention[]> {
  const mentions = await findMentions(linker, window.text, options, {
    ...situation,
    surroundings: readSurroundings(text, window),
  });
  return inText(mentions, text, window);
}

function inText(mentions: readonly LinkedMention[], text: string, window: LineWindow): NoteMention[] {
  const context = createContextReader();
  return mentions.map((mention) => {
    const span = { start: mention.start + window.start, end: mention.end + window.start };
    return { ...mention, ...span, attributes: context.read(text, span) };
  });
}
