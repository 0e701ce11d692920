import { windowAt, type LineWindow } from '../mentionDetection/lineWindows.ts';
import type { LinkOptions } from './candidate.ts';
import { findMentionAt, findMentions, type LinkedMention } from './findMention.ts';
import type { Linker, LinkSituation } from './linker.ts';
import { readSurroundings } from './surroundings.ts';

/** The mention of a whole text at `offset`, or nothing; offsets are UTF-16 code units of the text. */
export async function findMentionInText(
  linker: Linker,
  text: string,
  offset: number,
  options: LinkOptions,
  situation: LinkSituation = {},
): Promise<LinkedMention | undefined> {
  const window = windowAt(text, offset);
  const mention = await findMentionAt(linker, window.text, offset - window.start, options, {
    ...situation,
    surroundings: readSurroundings(text, window),
  });
  return mention && inText(mention, window);
}

/** The mentions of one window of a whole text, with their offsets in the text. */
export async function findMentionsInWindow(
  linker: Linker,
  text: string,
  window: LineWindow,
  options: LinkOptions,
  situation: LinkSituation = {},
): Promise<LinkedMention[]> {
  const mentions = await findMentions(linker, window.text, options, {
    ...situation,
    surroundings: readSurroundings(text, window),
  });
  return mentions.map((mention) => inText(mention, window));
}

function inText(mention: LinkedMention, { start }: LineWindow): LinkedMention {
  return { ...mention, start: mention.start + start, end: mention.end + start };
}
