import type { Range } from 'vscode-languageclient/node';
import type { NoteState } from '../../protocol/messages.ts';

export interface NoteMarks {
  readonly annotations: readonly Range[];
  readonly suggestions: readonly Range[];
}

/**
 * What to mark in an editor that shows version `documentVersion` of a note; undefined to leave its marks as
 * they are. Ranges of an older version would be off by the edits since; VS Code has moved the present marks
 * along with those edits, and the server's next state follows.
 */
export function marksOf(state: NoteState | undefined, documentVersion: number): NoteMarks | undefined {
  if (state === undefined) {
    return { annotations: [], suggestions: [] };
  }
  if (state.version !== documentVersion) {
    return undefined;
  }
  return {
    annotations: state.annotations.flatMap(({ ranges }) => ranges),
    suggestions: state.suggestions.map(({ range }) => range),
  };
}
