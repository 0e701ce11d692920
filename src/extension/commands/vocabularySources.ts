import { basename } from 'node:path';

/** Ids name folders and stand in settings. */
const idPattern = /^[a-z0-9_-]+$/u;

/** `hp.obo.gz` → `hp`: what is left of a file's name up to its first dot. */
export function proposeVocabularyId(path: string): string {
  return (basename(path.replaceAll('\\', '/')).split('.')[0] ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
}

/** What is wrong with an id that somebody types, or worth knowing before it is taken. */
export function checkVocabularyId(
  id: string,
  installed: readonly { readonly id: string; readonly title: string; readonly bundled: boolean }[],
): { readonly severity: 'error' | 'info'; readonly message: string } | undefined {
  const other = installed.find((vocabulary) => vocabulary.id === id);
  if (!idPattern.test(id)) {
    return { severity: 'error', message: 'Lower-case letters, digits, “-” and “_”, for example “hpo”.' };
  }
  if (other?.bundled) {
    return { severity: 'error', message: `“${id}” comes with TermLens and stays. Choose another id.` };
  }
  return (
    other && {
      severity: 'info',
      message: `“${id}” is there (${other.title}): it is replaced, and only names that are new are encoded.`,
    }
  );
}

/** Rows that somebody copied: at least one of two columns, or one name a line. */
export function countRows(text: string): number {
  return text.split(/\r?\n/u).filter((line) => line.trim() !== '').length;
}
