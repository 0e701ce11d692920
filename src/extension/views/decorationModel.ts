import type { Range } from 'vscode-languageclient/node';
import type { Attribute, NoteState } from '../../protocol/messages.ts';

export interface NoteMarks {
  readonly annotations: readonly Range[];
  /** Those that the note does not state of the patient now, to be marked more lightly. */
  readonly lighterAnnotations: readonly Range[];
  readonly suggestions: readonly Range[];
  readonly lighterSuggestions: readonly Range[];
}

/** Said of a mention, these mean that the patient does not have it now; `Possible` leaves that open. */
const notNow: ReadonlySet<string> = new Set(['Negated', 'Historical', 'Hypothetical', 'Experiencer']);

/**
 * What to mark in an editor that shows version `documentVersion` of a note; undefined to leave its marks as
 * they are. Ranges of an older version would be off by the edits since; VS Code has moved the present marks
 * along with those edits, and the server's next state follows.
 */
export function marksOf(state: NoteState | undefined, documentVersion: number): NoteMarks | undefined {
  if (state === undefined) {
    return { annotations: [], lighterAnnotations: [], suggestions: [], lighterSuggestions: [] };
  }
  if (state.version !== documentVersion) {
    return undefined;
  }
  const annotations = Map.groupBy(state.annotations, ({ attributes = [] }) => isOfNow(attributes));
  const suggestions = Map.groupBy(state.suggestions, ({ attributes }) => isOfNow(attributes));
  const rangesOf = (isNow: boolean): Range[] =>
    (annotations.get(isNow) ?? []).flatMap(({ ranges }) => ranges);
  return {
    annotations: rangesOf(true),
    lighterAnnotations: rangesOf(false),
    suggestions: (suggestions.get(true) ?? []).flatMap(({ ranges }) => ranges),
    lighterSuggestions: (suggestions.get(false) ?? []).flatMap(({ ranges }) => ranges),
  };
}

/** Other tools may write `Experiencer Patient` and `Negated false`, or attributes of their own. */
function isOfNow(attributes: readonly Attribute[]): boolean {
  return !attributes.some(
    ({ name, value }) => notNow.has(name) && !/^(?:patient|false|no)$/iu.test(value ?? ''),
  );
}
