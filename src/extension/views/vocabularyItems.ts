import type { InstalledVocabulary } from '../../protocol/vocabularyMessages.ts';
import { formatCount } from './conceptText.ts';
import { escapeMarkdown } from './escapeText.ts';
import { formatBytes } from './quantities.ts';

/** How a vocabulary reads in the view. */
export interface VocabularyItem {
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly icon: 'book' | 'warning' | 'error';
  /** What the menus of `package.json` ask about. */
  readonly contextValue: string;
  /** For a screen reader. */
  readonly spoken: string;
}

export function formatVocabulary(vocabulary: InstalledVocabulary): VocabularyItem {
  const { id, title, version, state, nameCount, bundled, shared, inUse } = vocabulary;
  const facts =
    state === 'damaged' ? [id] : [version, formatCount(nameCount, 'name'), ...(shared ? ['shared'] : [])];
  const description = [...facts, ...warningsOf(vocabulary).map(({ short }) => short)].join(' · ');
  return {
    label: title,
    description,
    tooltip: formatTooltip(vocabulary),
    icon: { ready: 'book', outdated: 'warning', damaged: 'error' }[state] as VocabularyItem['icon'],
    contextValue: [shared ? 'shared' : bundled ? 'bundled' : 'added', state, inUse ? 'used' : 'unused'].join(
      ' ',
    ),
    spoken: `${title}, ${description}, ${inUse ? 'in use' : 'not in use'}`,
  };
}

interface Warning {
  readonly short: string;
  readonly sentence: string;
}

function warningsOf({ state, bundled }: InstalledVocabulary): readonly Warning[] {
  switch (state) {
    case 'ready':
      return [];
    case 'outdated':
      return [
        {
          short: 'made with another encoder',
          sentence:
            'Another encoder made its vectors, so it is not searched with the one in use. Rebuild it to encode its names again.',
        },
      ];
    case 'damaged':
      return [
        {
          short: 'damaged',
          sentence: bundled
            ? 'It is damaged. Restart the server to have it built again.'
            : 'It is damaged. Add it again, or remove it.',
        },
      ];
  }
}

/** What is known of it, a line each. */
function formatTooltip(vocabulary: InstalledVocabulary): string {
  const { id, title, version, licence, source, conceptCount, nameCount, encoder, vectorEngine } = vocabulary;
  const { bytes, folder, shared, state } = vocabulary;
  const rows =
    state === 'damaged'
      ? [['Id', id]]
      : [
          ['Id', id],
          ['Version', version],
          ['Licence', licence],
          ['Source', source],
          ['Holds', `${formatCount(conceptCount, 'concept')}, ${formatCount(nameCount, 'name')}`],
          ['Encoder', encoder ?? 'unknown'],
          ['Vector engine', vectorEngine ?? 'unknown'],
        ];
  return [
    `**${escapeMarkdown(title)}**`,
    ...warningsOf(vocabulary).map(({ sentence }) => sentence),
    [...rows, shared ? ['Shared in', folder] : ['On disk', formatBytes(bytes)]]
      .map(([name = '', value = '']) => `${name}: ${escapeMarkdown(value)}`)
      .join('  \n'),
  ].join('\n\n');
}
