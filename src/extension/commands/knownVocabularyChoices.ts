import type { KnownVocabularyInfo } from '../../protocol/vocabularyMessages.ts';
import { formatBytes } from '../views/quantities.ts';

/** How a vocabulary that can be added by name reads in a list. */
export interface KnownVocabularyChoice {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly vocabulary: KnownVocabularyInfo;
}

export interface KnownVocabularyGroup {
  readonly title: string;
  readonly choices: readonly KnownVocabularyChoice[];
}

/** By what it takes to have them; no group is empty. */
export function groupKnownVocabularies(
  known: readonly KnownVocabularyInfo[],
): readonly KnownVocabularyGroup[] {
  const group = (title: string, belongs: (entry: KnownVocabularyInfo) => boolean): KnownVocabularyGroup => ({
    title,
    choices: known.filter(belongs).map(describe),
  });
  return [
    group('To be fetched', ({ bring }) => bring === undefined),
    group('To be brought by you', ({ bring }) => bring !== undefined),
  ].filter(({ choices }) => choices.length > 0);
}

function describe(vocabulary: KnownVocabularyInfo): KnownVocabularyChoice {
  const { id, title, aliases, publisher, licence, concepts, bytes, bring, installedVersion } = vocabulary;
  const isHere = installedVersion !== undefined;
  const icon = isHere ? '$(check)' : bring === undefined ? '$(cloud-download)' : '$(account)';
  return {
    label: `${icon} ${title}`,
    description: [id, ...aliases].join(', '),
    detail: [
      `${concepts.toLocaleString('en-US')} concepts`,
      ...(bytes === undefined ? [] : [formatBytes(bytes)]),
      publisher,
      licence,
      ...(isHere ? [`here: ${installedVersion}; choose it to look for a newer release`] : []),
    ].join(' · '),
    vocabulary,
  };
}

/** What is wrong with an address that somebody types. */
export function checkVocabularyAddress(address: string): string | undefined {
  const protocol = URL.parse(address)?.protocol;
  return protocol === 'https:' || protocol === 'http:'
    ? undefined
    : 'The address of a file, such as https://example.org/our-terms.obo';
}
