import type { Candidate } from '../../protocol/messages.ts';
import { quoteMention } from '../views/conceptText.ts';

export type ConceptActionId = 'annotate' | 'insert' | 'copy' | 'replace' | 'show';

export interface ConceptAction {
  readonly id: ConceptActionId;
  readonly label: string;
  readonly description: string;
}

export interface ActionSituation {
  /** The text to link; undefined when nothing is selected. */
  readonly mention?: string | undefined;
  /** Whether there is an editor that text can be put into. */
  readonly canEdit: boolean;
}

/** What can be done with a concept, the likeliest first. */
export function conceptActions(
  { curie, preferredName }: Candidate,
  { mention, canEdit }: ActionSituation,
): readonly ConceptAction[] {
  const copy: ConceptAction = { id: 'copy', label: 'Copy Identifier', description: curie };
  const show: ConceptAction = {
    id: 'show',
    label: 'Show Concept',
    description: 'definition, synonyms and mentions',
  };
  if (!canEdit) {
    return [copy, show];
  }
  if (mention === undefined) {
    return [{ id: 'insert', label: 'Insert Identifier at the Cursor', description: curie }, copy, show];
  }
  const quoted = quoteMention(mention);
  return [
    { id: 'annotate', label: 'Annotate', description: `keep the link of ${quoted} beside the note` },
    { id: 'insert', label: 'Insert Identifier After the Text', description: `${quoted} (${curie})` },
    copy,
    { id: 'replace', label: 'Replace by Preferred Name', description: preferredName },
    show,
  ];
}

/** The part of a selection that is worth linking: without white space at its ends, as offsets into `text`. */
export function trimSpan(text: string): { readonly start: number; readonly end: number } {
  const start = text.length - text.trimStart().length;
  return { start, end: Math.max(start, text.trimEnd().length) };
}
