import type { Suggestion } from '../../protocol/messages.ts';

/** The number that the user typed, or undefined where it is not one from 0 to 1. Takes a decimal comma too. */
export function parseScore(text: string): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  return /^(?:0?\.\d+|[01](?:\.\d*)?)$/u.test(trimmed) && Number(trimmed) <= 1 ? Number(trimmed) : undefined;
}

/** Suggestions whose first concept scores `minScore` or more. */
export function suggestionsFrom(suggestions: readonly Suggestion[], minScore: number): readonly Suggestion[] {
  return suggestions.filter(({ candidates }) => (candidates[0]?.score ?? 0) >= minScore);
}
