import type { OwnVocabularyInfo } from '../../protocol/vocabularyMessages.ts';

/** What is wrong with a name while it is typed; nothing when it can be stored. The server checks it again. */
export function nameProblem(text: string): string | undefined {
  const name = text.trim();
  if (!/[\p{L}\p{N}]/u.test(name)) {
    return 'A name has a letter or a digit.';
  }
  if (/[|\p{Cc}]/u.test(name)) {
    return 'A name is one line, and has no “|”.';
  }
  return name.length > 500 ? 'A name has at most 500 characters.' : undefined;
}

/** The same for an identifier; whether it is taken, only the server knows. */
export function identifierProblem(text: string): string | undefined {
  return /^[A-Z][A-Z0-9.]*:[^\s:|]+$/u.test(text.trim())
    ? undefined
    : 'An identifier is a prefix in capitals, a colon, and what follows without spaces, such as LOCAL:0001.';
}

/** The same for synonyms in one line. */
export function synonymsProblem(text: string): string | undefined {
  return splitSynonyms(text).map(nameProblem).find(Boolean);
}

/** Names that somebody typed into one line. */
export function splitSynonyms(text: string): readonly string[] {
  return text
    .split(';')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** The tables in which something can be stored, the one used last first. */
export function orderPlaces(
  vocabularies: readonly OwnVocabularyInfo[],
  lastUsed: string | undefined,
): readonly OwnVocabularyInfo[] {
  return vocabularies.toSorted((a, b) => Number(b.id === lastUsed) - Number(a.id === lastUsed));
}

/** How a table reads in a quick pick. */
export function describePlace({ file, workspaceFolder }: OwnVocabularyInfo): {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
} {
  return workspaceFolder === undefined
    ? { label: '$(account) User', description: 'for you, in all workspaces', detail: file }
    : {
        label: `$(folder) Workspace: ${decodeURIComponent(workspaceFolder.split('/').findLast(Boolean) ?? '')}`,
        description: 'for all who share the folder',
        detail: file,
      };
}
