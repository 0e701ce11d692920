import { lexer, type Token } from 'marked';

/** Every token of the Markdown, with those inside and those of tables; parsed as VS Code does. */
export function markdownTokens(markdown: string): Token[] {
  const flatten = (tokens: readonly Token[]): Token[] =>
    tokens.flatMap((token) => [token, ...flatten(childrenOf(token))]);
  return flatten(lexer(markdown));
}

function childrenOf(token: Token): readonly Token[] {
  if (token.type === 'table') {
    const { header, rows } = token as Extract<Token, { type: 'table'; rows: unknown }>;
    return [...header, ...rows.flat()].flatMap((cell: { readonly tokens: Token[] }) => cell.tokens);
  }
  return 'tokens' in token ? (token.tokens ?? []) : [];
}
