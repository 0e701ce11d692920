/**
 * Text as Markdown that shows it and does nothing else: no emphasis, links, HTML, images or command links,
 * whatever a vocabulary or a note contains.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\\`*_{}[\]()#+\-.!~|:>$]/gu, String.raw`\$&`)
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;');
}

/** An identifier in a code span. */
export function codeSpan(text: string): string {
  return `\`${text.replace(/[`\s]+/gu, ' ')}\``;
}

/** A link that runs a command of the editor; only for clients that said they render such links. */
export function commandLink(title: string, command: string, argument: unknown): string {
  const encoded = encodeURIComponent(JSON.stringify([argument])).replace(/[()]/gu, (c) =>
    c === '(' ? '%28' : '%29',
  );
  return `[${escapeMarkdown(title)}](command:${command}?${encoded})`;
}
