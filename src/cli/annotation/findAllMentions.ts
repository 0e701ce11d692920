import { readDocumentContext } from '../../core/linking/documentContext.ts';
import { findMentionsInWindow, type NoteMention } from '../../core/linking/findInText.ts';
import { splitIntoWindows } from '../../core/mentionDetection/lineWindows.ts';
import type { Session } from '../session.ts';

/** The mentions of a whole note, in order. */
export async function findAllMentions(
  { linker, linkOptions, signal }: Session,
  text: string,
): Promise<NoteMention[]> {
  const mentions: NoteMention[] = [];
  const situation = { signal, document: readDocumentContext(text) };
  for (const window of splitIntoWindows(text)) {
    mentions.push(...(await findMentionsInWindow(linker, text, window, linkOptions, situation)));
  }
  return mentions;
}
