/**
 * Text as Markdown that shows it on one line and does nothing else: no emphasis, links, HTML, mentions or further
 * cells of a table.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()#+\-.!~|:>$@]/gu, String.raw`\$&`)
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for HTML and SVG, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? '');
}

/** Text for a label of VS Code, where `$(name)` would be drawn as an icon. */
export function escapeIcons(text: string): string {
  return text.replace(/\$\(/gu, String.raw`\$(`);
}
