import type { ComparedNote, FolderAgreement } from '../../../protocol/viewMessages.ts';
import { formatCount } from '../conceptText.ts';
import type { FolderRow } from './folderOutline.ts';

/** The section of a folder whose notes several people annotated; none where nobody did. */
export function createAgreementRows(agreements: readonly FolderAgreement[]): readonly FolderRow[] {
  return agreements.length === 0
    ? []
    : [
        {
          key: '#agreement',
          label: 'Agreement',
          description: formatCount(agreements.length, 'pair'),
          spoken: `Agreement, ${formatCount(agreements.length, 'pair')} of folders`,
          icon: 'git-compare',
          tooltip: 'How far people agree whose folders hold the same notes',
          children: () => agreements.map(toPairRow),
        },
      ];
}

/** All figures of two folders, to be read in an editor. */
export function formatAgreementReport({ a, b, notes, differences, figures }: FolderAgreement): string {
  const rows: readonly (readonly [string, number | undefined])[] = [
    ['Same span (F1)', figures.sameSpanF1],
    ['Overlapping span (F1)', figures.overlappingSpanF1],
    ['Overlapping span and a concept (F1)', figures.linkedSpanF1],
    ['Same concepts, of overlapping spans', figures.sameConcepts],
    ['Cohen’s kappa of these concepts', figures.conceptKappa],
    ['Cohen’s kappa of words, in a span or not', figures.wordKappa],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return [
    `Agreement of ${a} and ${b}`,
    `${formatCount(notes.length, 'note')} with the same text, ${formatCount(differences, 'difference')}`,
    '',
    ...rows.map(([name, figure]) => `${name.padEnd(width)}  ${formatFigure(figure)}`),
    '',
    'Differences',
    ...notes.map((note) => `${String(note.differences).padStart(6)}  ${note.path}`),
    '',
    `termlens compare ${quote(a)} ${quote(b)} tells more; with --adjudicate FOLDER it writes the set to be decided on.`,
    '',
  ].join('\n');
}

function toPairRow(agreement: FolderAgreement): FolderRow {
  const { folderUri, a, b, notes, differences, figures } = agreement;
  const said = [
    `F1 ${formatFigure(figures.overlappingSpanF1)}`,
    `concepts ${formatFigure(figures.sameConcepts)}`,
    `kappa ${formatFigure(figures.conceptKappa)}`,
    `${formatCount(differences, 'difference')} in ${formatCount(notes.length, 'note')}`,
  ];
  const label = `${a} and ${b}`;
  return {
    key: `${folderUri}#agreement:${a}\n${b}`,
    label,
    description: said.join(' · '),
    spoken: [label, ...said].join(', '),
    icon: 'organization',
    tooltip: `${label}: F1 of overlapping spans, same concepts and Cohen’s kappa of them. Choose it for all figures.`,
    agreement,
    children: () => notes.filter((note) => note.differences > 0).map((note) => toNoteRow(agreement, note)),
  };
}

function toNoteRow({ folderUri, a, b }: FolderAgreement, note: ComparedNote): FolderRow {
  const count = formatCount(note.differences, 'difference');
  return {
    key: `${folderUri}#agreement:${a}\n${b}\n${note.path}`,
    label: note.path,
    description: count,
    spoken: `${note.path}, ${count}`,
    icon: 'diff',
    tooltip: `${note.path}: the annotation files of ${a} and ${b} side by side`,
    compared: { title: `${note.path} (${a} ↔ ${b})`, uris: note.annotationUris },
  };
}

function formatFigure(figure: number | undefined): string {
  return figure === undefined ? '–' : figure.toFixed(2);
}

function quote(path: string): string {
  return /\s/u.test(path) ? `"${path}"` : path;
}
