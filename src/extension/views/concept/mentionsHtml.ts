import type { ConceptMention, ConceptMentions } from '../../../protocol/viewMessages.ts';
import { formatAttribute } from '../annotations/noteItems.ts';
import { formatCount, quoteMention } from '../conceptText.ts';
import { escapeHtml } from '../escapeText.ts';

/** What a screen reader is told when the mentions are there. */
export function formatMentionCount({ mentions, total }: ConceptMentions): string {
  if (total === 0) {
    return 'No note of the workspace mentions it.';
  }
  const notes = new Set(mentions.map(({ uri }) => uri)).size;
  return total > mentions.length
    ? `${formatCount(total, 'mention')}, the first ${mentions.length.toLocaleString('en-US')}:`
    : `${formatCount(total, 'mention')} in ${formatCount(notes, 'note')}`;
}

/** The mentions of a concept, by note; a button posts `{ action: 'mention', value }` with the index of its mention. */
export function formatMentionsHtml({ mentions }: ConceptMentions): string {
  const byNote = Map.groupBy(
    mentions.map((mention, index) => ({ mention, index })),
    ({ mention }) => mention.uri,
  );
  const notes = [...byNote.values()].map((places) => {
    const items = places.map(({ mention, index }) => `<li>${formatMention(mention, index)}</li>`);
    return `<h3>${escapeHtml(places[0]?.mention.path ?? '')} <span class="note">${places.length}</span></h3><ul>${items.join('')}</ul>`;
  });
  return notes.join('');
}

function formatMention({ range, text, attributes }: ConceptMention, index: number): string {
  const said = attributes.map((attribute) => ` · ${formatAttribute(attribute)}`).join('');
  const line = `line ${range.start.line + 1}`;
  return `<button type="button" class="link" data-action="mention" data-value="${index}">${escapeHtml(quoteMention(text))}, ${line}</button><span class="note">${escapeHtml(said)}</span>`;
}
