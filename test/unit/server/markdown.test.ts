import fc from 'fast-check';
import { lexer, type Token, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { codeSpan, commandLink, escapeMarkdown } from '../../../src/server/markdown.ts';

/** Every token of the Markdown, with those inside; parsed as VS Code does. */
function tokensOf(markdown: string): Token[] {
  const flatten = (tokens: readonly Token[]): Token[] =>
    tokens.flatMap((token) => [token, ...flatten('tokens' in token ? (token.tokens ?? []) : [])]);
  return flatten(lexer(markdown));
}

/** What a reader sees: text and escaped characters, the two references resolved that `escapeMarkdown` makes. */
function shownText(tokens: readonly Token[]): string {
  return tokens
    .filter(
      (token): token is Tokens.Text | Tokens.Escape =>
        (token.type === 'text' && !('tokens' in token && token.tokens)) || token.type === 'escape',
    )
    .map(({ text }) => text)
    .join('')
    .replace(/&lt;/gu, '<')
    .replace(/&gt;/gu, '>')
    .replace(/&quot;/gu, '"')
    .replace(/&#39;/gu, "'")
    .replace(/&amp;/gu, '&');
}

const harmless = new Set(['paragraph', 'text', 'escape', 'space']);

function expectPlain(markdown: string): void {
  expect(tokensOf(markdown).filter(({ type }) => !harmless.has(type))).toEqual([]);
}

const attacks = [
  '[link](https://example.org)',
  '[run](command:workbench.action.quit)',
  '![image](https://example.org/x.png)',
  '<img src=x onerror=alert(1)>',
  '<a href="command:x">a</a>',
  '<https://example.org>',
  'https://example.org',
  'www.example.org',
  'mail@example.org',
  '[ref]: https://example.org "title"',
  '[ref][ref]',
  '`code`',
  '``` \ncode\n```',
  '~~~\ncode\n~~~',
  '    indented',
  '\tindented',
  '# heading',
  'heading\n===',
  'heading\n---',
  '---',
  '***',
  '> quote',
  '- item',
  '* item',
  '+ item',
  '1. item',
  '1) item',
  '- [x] task',
  '| a | b |\n|---|---|\n| c | d |',
  '**bold** _emphasis_ ~~gone~~',
  '&lt;b&gt; &amp; &#60;b&#62; &copy',
  '\\[link](https://example.org)',
  '\\`code`',
  '$(alert) icon',
  'line  \nbreak\\\nbreak',
  '<!-- comment -->',
  '<![CDATA[ x ]]>',
  '<?php ?>',
  '\u2028# heading\u0085# heading\r# heading',
  'A & B < C > D "quoted" \'single\'',
];

const hostile = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from('[]()!<>&`*_~#-+=|\\/:.@"\'$ \n\ta1'),
      'http://a.b',
      'command:x',
      '😀',
    ),
    maxLength: 30,
  }),
);

describe('escapeMarkdown', () => {
  it.each(attacks)('shows %j as it is, and nothing more', (text) => {
    const markdown = escapeMarkdown(text);
    expectPlain(markdown);
    expect(shownText(tokensOf(markdown)).trim()).toBe(text.replace(/\s+/gu, ' ').trim());
  });

  it('lets nothing out of any text, wherever it stands', () => {
    fc.assert(
      fc.property(hostile, hostile, (first, second) => {
        expectPlain(escapeMarkdown(first));
        expectPlain(`${escapeMarkdown(first)}\n\n${escapeMarkdown(second)}`);
        expectPlain(`Linked: ${escapeMarkdown(first)} (${escapeMarkdown(second)})`);
        expect(shownText(tokensOf(`x${escapeMarkdown(first)}x`))).toBe(`x${first.replace(/\s+/gu, ' ')}x`);
      }),
      { numRuns: 300 },
    );
  });
});

describe('codeSpan', () => {
  it.each([
    ['MESH:D009203', 'MESH:D009203'],
    ['A`:`B', 'A : B'],
    ['``', ' '],
    ['<b>&[x](y)', '<b>&[x](y)'],
    ['a\n\nb', 'a b'],
  ])('shows %j as code %j', (text, shown) => {
    expect(tokensOf(codeSpan(text)).filter(({ type }) => type !== 'paragraph')).toMatchObject([
      { type: 'codespan', raw: `\`${shown}\`` },
    ]);
  });

  it('is one code span for any text, and lets nothing out', () => {
    fc.assert(
      fc.property(hostile, hostile.filter(Boolean), (before, text) => {
        const tokens = tokensOf(`**${escapeMarkdown(`x${before}x`)}** ${codeSpan(text)} — end`);
        const types = tokens.map(({ type }) => type).filter((type) => !harmless.has(type));
        expect(types).toEqual(['strong', 'codespan']);
      }),
      { numRuns: 300 },
    );
  });
});

describe('commandLink', () => {
  it('is one link that runs the command with the argument, whatever title and argument are', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.string(), (title, uri, curie) => {
        const argument = { uri, curie, range: { start: { line: 0, character: 1 } } };
        const tokens = tokensOf(commandLink(`x${title}x`, 'termlens.annotate', argument));
        const [link, ...others] = tokens.filter(({ type }) => !harmless.has(type)) as Tokens.Link[];
        expect(others).toEqual([]);
        expect(link?.type).toBe('link');
        const [command, query = ''] = (link?.href ?? '').split('?');
        expect(command).toBe('command:termlens.annotate');
        expect(JSON.parse(decodeURIComponent(query))).toEqual([argument]);
      }),
      { numRuns: 200 },
    );
  });

  it('takes text that is cut in the middle of a character', () => {
    expect(commandLink('a', 'b', 'half \ud83d')).toBe('[a](command:b?%5B%22half%20%5Cud83d%22%5D)');
  });
});
