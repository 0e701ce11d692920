import { windowAt, type LineWindow } from '../mentionDetection/lineWindows.ts';
import type { LinkOptions } from './candidate.ts';
import { findMentionAt, findMentions, type LinkedMention } from './findMention.ts';
import type { Linker } from './linker.ts';

/** The mention of a whole text at `offset`, or nothing; offsets are UTF-16 code units of the text. */
export async function findMentionInText(
  linker: Linker,
  text: string,
  offset: number,
  options: LinkOptions,
  signal?: AbortSignal,
): Promise<LinkedMention | undefined> {
  const window = windowAt(text, offset);
  const mention = await findMentionAt(linker, window.text, offset - window.start, options, signal);
  return mention && inText(mention, window);
}

/** The mentions of one window of a text, with their offsets in the text. */
export async function findMentionsInWindow(
  linker: Linker,
  window: LineWindow,
  options: LinkOptions,
  signal?: AbortSignal,
): Promise<LinkedMention[]> {
  const mentions = await findMentions(linker, window.text, options, signal);
  return mentions.map((mention) => inText(mention, window));
}

function inText(mention: LinkedMention, { start }: LineWindow): LinkedMention {
  return { ...mention, start: mention.start + start, end: mention.end + start };
}
