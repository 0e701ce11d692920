import type {
  ConceptCount,
  FolderAgreement,
  FolderNote,
  FolderSummary,
  NoteSummary,
  ReviewState,
} from '../../../protocol/viewMessages.ts';
import { formatCount } from '../conceptText.ts';

/** A row of the summary. Those below it are made when they are asked for. */
export interface FolderRow {
  /** Unique in the view, and the same for as long as the row means the same. */
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /** For a screen reader. */
  readonly spoken: string;
  readonly icon:
    | 'folder'
    | 'symbol-class'
    | 'note'
    | 'file'
    | 'warning'
    | 'files'
    | 'list-ordered'
    | 'circle-large-outline'
    | 'pass-filled'
    | 'issue-reopened'
    | 'git-compare'
    | 'organization'
    | 'diff';
  readonly tooltip: string;
  /** Of a note that can be opened. */
  readonly uri?: string;
  /** Of a note: what can be done with it. */
  readonly review?: ReviewState | 'open';
  /** Of two folders, which a command tells all of. */
  readonly agreement?: FolderAgreement;
  /** Of files that are shown side by side. */
  readonly compared?: { readonly title: string; readonly uris: readonly [string, string] };
  /** Of a concept, as commands read it from a row. */
  readonly concepts?: readonly { readonly curie: string; readonly preferredName: string }[];
  /** None for a row without rows below it. */
  readonly children?: () => readonly FolderRow[];
}

/** Everything there is to see of the folders: with one folder its sections, with several each under its name. */
export function createFolderOutline(folders: readonly FolderSummary[]): readonly FolderRow[] {
  const annotated = folders.filter(({ notes }) => notes.length > 0);
  const [only] = annotated;
  return annotated.length === 1 && only !== undefined ? sectionsOf(only) : annotated.map(toFolderRow);
}

/** "12 of 40 notes, 340 mentions, 89 concepts", over all folders; concepts are told for a single folder only. */
export function formatTotals(folders: readonly FolderSummary[]): string {
  const sum = (count: (folder: FolderSummary) => number): number =>
    folders.reduce((total, folder) => total + count(folder), 0);
  const [only] = folders;
  const annotated = sum(({ notes }) => notes.length);
  return [
    `${annotated.toLocaleString('en-US')} of ${formatCount(annotated + sum(({ notesWithout }) => notesWithout.length), 'note')}`,
    formatCount(
      sum(({ mentions }) => mentions),
      'mention',
    ),
    ...(folders.length === 1 && only !== undefined ? [formatCount(only.concepts, 'concept')] : []),
  ].join(', ');
}

/** "12 of 40 notes done, 2 changed since"; nothing before the first is. */
export function formatProgress(folders: readonly Pick<FolderSummary, 'notes' | 'notesWithout'>[]): string {
  const all = folders.flatMap(({ notes, notesWithout }) => [...notes, ...notesWithout]);
  const count = (state: ReviewState): number => all.filter(({ review }) => review === state).length;
  const [done, changed] = [count('done'), count('changed')];
  if (done + changed === 0) {
    return '';
  }
  const progress = `${done.toLocaleString('en-US')} of ${formatCount(all.length, 'note')} done`;
  return changed === 0 ? progress : `${progress}, ${changed.toLocaleString('en-US')} changed since`;
}

function toFolderRow(folder: FolderSummary): FolderRow {
  const description = [formatTotals([folder]), formatProgress([folder])].filter(Boolean).join(', ');
  return {
    key: folder.uri,
    label: folder.name,
    description,
    spoken: `${folder.name}, ${description}`,
    icon: 'folder',
    tooltip: folder.name,
    children: () => sectionsOf(folder),
  };
}

/** "3, 1 done". */
function countNotes(notes: readonly FolderNote[]): string {
  const done = notes.filter(({ review }) => review === 'done').length;
  const count = notes.length.toLocaleString('en-US');
  return done === 0 ? count : `${count}, ${done.toLocaleString('en-US')} done`;
}

function sectionsOf(folder: FolderSummary): readonly FolderRow[] {
  const { uri, notes, notesWithout, topConcepts, concepts } = folder;
  const shown =
    topConcepts.length < concepts ? `the first ${topConcepts.length} of ${concepts}` : String(concepts);
  return [
    {
      key: `${uri}#concepts`,
      label: 'Most frequent concepts',
      description: shown,
      spoken: `Most frequent concepts, ${shown}`,
      icon: 'list-ordered',
      tooltip: 'The concepts that the notes mention most often',
      children: () => topConcepts.map((concept) => toConceptRow(uri, concept)),
    },
    {
      key: `${uri}#notes`,
      label: 'Annotated notes',
      description: countNotes(notes),
      spoken: `Annotated notes, ${countNotes(notes)}`,
      icon: 'files',
      tooltip: 'The notes that have annotations',
      children: () => notes.map(toNoteRow),
    },
    ...(notesWithout.length === 0
      ? []
      : [
          {
            key: `${uri}#without`,
            label: 'Notes without annotations',
            description: countNotes(notesWithout),
            spoken: `Notes without annotations, ${countNotes(notesWithout)}`,
            icon: 'circle-large-outline',
            tooltip: 'Text files beside which there are no annotations',
            children: () => notesWithout.map(toPlainRow),
          } as const,
        ]),
  ];
}

function toConceptRow(folderUri: string, concept: ConceptCount): FolderRow {
  const { curie, preferredName, mentions, notes } = concept;
  const counts = `${formatCount(mentions, 'mention')} in ${formatCount(notes, 'note')}`;
  const label = preferredName || curie;
  return {
    key: `${folderUri}#concept:${curie}`,
    label,
    description: `${curie} · ${counts}`,
    spoken: `${label}, ${curie}, ${counts}`,
    icon: 'symbol-class',
    tooltip: `${label} (${curie})`,
    concepts: [{ curie, preferredName: label }],
  };
}

const reviewWords = { done: ['done'], changed: ['changed since it was done'], open: [] } as const;

function toPlainRow({ uri, path, review }: FolderNote): FolderRow {
  const words = reviewWords[review ?? 'open'];
  return {
    key: uri,
    label: path,
    description: words.join(' · '),
    spoken: [path, ...words].join(', '),
    icon: iconOf(review, 'file'),
    tooltip: path,
    uri,
    review: review ?? 'open',
  };
}

function toNoteRow(note: NoteSummary): FolderRow {
  const { uri, path, mentions, concepts, unplaced, problem, review } = note;
  const said = [
    ...(problem === undefined
      ? [formatCount(mentions, 'mention'), formatCount(concepts, 'concept')]
      : ['cannot be read']),
    ...(unplaced > 0 ? [`${formatCount(unplaced, 'annotation')} without a place`] : []),
    ...reviewWords[review ?? 'open'],
  ];
  return {
    key: uri,
    label: path,
    description: said.join(' · '),
    spoken: [path, ...said].join(', '),
    icon: problem === undefined && unplaced === 0 ? iconOf(review, 'note') : 'warning',
    tooltip: problem ?? path,
    uri,
    review: review ?? 'open',
  };
}

function iconOf(review: ReviewState | undefined, otherwise: FolderRow['icon']): FolderRow['icon'] {
  return review === 'done' ? 'pass-filled' : review === 'changed' ? 'issue-reopened' : otherwise;
}
