import type { Connection, InlayHint, InlayHintLabelPart, InlayHintParams } from 'vscode-languageserver/node';
import type { Engine } from '../engine.ts';
import { escapeMarkdown } from '../markdown.ts';
import type { NoteDocument } from '../noteDocument.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import { showConceptCommand } from './hover.ts';

export interface InlayHintContext {
  readonly engine: Engine;
  readonly notes: NoteRegistry;
  /** The client has the extension's own commands. */
  readonly commandLinks: boolean;
}

/** Decisions may come by the dozen. */
const refreshDelayMs = 100;

/** The identifier behind each annotation that ends in the range, and behind each suggestion, as the settings have it. */
export async function answerInlayHints(
  { engine, notes, commandLinks }: InlayHintContext,
  { textDocument, range }: InlayHintParams,
): Promise<InlayHint[]> {
  const wanted = engine.settings.inlayHints;
  if (!wanted.annotations && !wanted.suggestions) {
    return [];
  }
  const note = notes.get(textDocument.uri);
  await note?.settled();
  if (!note) {
    return [];
  }
  const { document } = note.noteDocument;
  const from = document.offsetAt(range.start);
  const to = document.offsetAt(range.end);
  const isShown = (offset: number): boolean => from <= offset && offset <= to;
  const toHint = (offset: number, label: InlayHintLabelPart[]): InlayHint => ({
    position: document.positionAt(offset),
    label,
    paddingLeft: true,
  });
  const annotations = wanted.annotations ? note.annotations : [];
  const suggestions = wanted.suggestions ? note.suggestions : [];
  return [
    ...annotations.flatMap(({ ranges, concepts }) => {
      const end = ranges.at(-1)?.end ?? -1;
      const parts = concepts.map(({ curie, preferredName }) => ({
        value: curie,
        tooltip: toMarkdown(`**${escapeMarkdown(preferredName)}**`),
        ...(commandLinks && { command: showConcept(curie) }),
      }));
      return parts.length > 0 && isShown(end) ? [toHint(end, separate(parts))] : [];
    }),
    ...suggestions.flatMap(({ end, candidates: [first] }) => {
      if (!first || !isShown(end)) {
        return [];
      }
      const { curie, preferredName, score } = first;
      const tooltip = `Suggestion: **${escapeMarkdown(preferredName)}** ${escapeMarkdown(score.toFixed(2))}`;
      const part = {
        value: `${curie}?`,
        tooltip: toMarkdown(tooltip),
        ...(commandLinks && { command: showConcept(curie) }),
      };
      return [toHint(end, [part])];
    }),
  ];
}

/** Has a client that can do so ask for its inlay hints again. */
export interface InlayHintRefresh {
  /** Not for what an edit brought about: the client asks again after each edit anyway. */
  noteChanged(noteDocument: NoteDocument): void;
  settingsChanged(): void;
  dispose(): void;
}

/** @param isShown whether there are hints at all as the settings are. */
export function createInlayHintRefresh(
  connection: Connection,
  isSupported: boolean,
  isShown: () => boolean,
): InlayHintRefresh {
  const known = new WeakSet<NoteDocument>();
  let timer: NodeJS.Timeout | undefined;
  const schedule = (): void => {
    if (isSupported) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // A client that cannot, or is going away, goes without.
        connection.languages.inlayHint.refresh().catch(() => undefined);
      }, refreshDelayMs);
    }
  };
  return {
    noteChanged(noteDocument) {
      if (known.has(noteDocument) && isShown()) {
        schedule();
      }
      known.add(noteDocument);
    },
    settingsChanged: schedule,
    dispose() {
      clearTimeout(timer);
    },
  };
}

function separate(parts: readonly InlayHintLabelPart[]): InlayHintLabelPart[] {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [{ value: ', ' }, part]));
}

function toMarkdown(value: string): NonNullable<InlayHintLabelPart['tooltip']> {
  return { kind: 'markdown', value };
}

function showConcept(curie: string): NonNullable<InlayHintLabelPart['command']> {
  return { title: 'Show Concept', command: showConceptCommand, arguments: [curie] };
}
