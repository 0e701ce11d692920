import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import { findMentionInText } from '../../core/linking/mentions/findInText.ts';
import type { LinkedMention } from '../../core/linking/mentions/linkedMention.ts';
import { distinctConcepts } from '../../protocol/distinctConcepts.ts';
import { annotateCommand, type AddAnnotationParams } from '../../protocol/messages.ts';
import { contextOf } from '../documentContexts.ts';
import { suggestedOr } from '../notes/suggestionSet.ts';
import { linkSelectionCommand, type HoverContext } from './hover.ts';

const offeredCandidates = 3;
/** Somebody who selects more than this is not selecting a term. */
const longestSelection = 200;

/** "Link 'heart attack' to Myocardial Infarction (MESH:D009203)", for the selection or the mention at the cursor. */
export async function answerCodeActions(
  { engine, notes, commandLinks }: HoverContext,
  { textDocument, range, context }: CodeActionParams,
  signal: AbortSignal,
): Promise<CodeAction[]> {
  const note = notes.get(textDocument.uri);
  const wanted = context.only?.some((kind) => CodeActionKind.QuickFix.startsWith(kind)) ?? true;
  if (!note || !wanted) {
    return [];
  }
  const { document } = note.noteDocument;
  const start = document.offsetAt(range.start);
  const end = document.offsetAt(range.end);
  using opened = await engine.lease();
  const { linker } = opened;
  const mention = await findMention();
  if (!mention) {
    return [];
  }
  const mentionRange = { start: document.positionAt(mention.start), end: document.positionAt(mention.end) };
  const actions = distinctConcepts(mention.candidates)
    .slice(0, offeredCandidates)
    .map(({ curie, preferredName }, i): CodeAction => {
      const title = `Link '${mention.text.replace(/\s+/gu, ' ')}' to ${preferredName} (${curie})`;
      const params: AddAnnotationParams = { uri: textDocument.uri, range: mentionRange, curie };
      return {
        title,
        kind: CodeActionKind.QuickFix,
        isPreferred: i === 0,
        command: { title, command: annotateCommand, arguments: [params] },
      };
    });
  if (commandLinks) {
    const title = 'Search concepts…';
    const argument = { uri: textDocument.uri, range: mentionRange, text: mention.text };
    actions.push({
      title,
      kind: CodeActionKind.QuickFix,
      command: { title, command: linkSelectionCommand, arguments: [argument] },
    });
  }
  return actions;

  async function findMention(): Promise<LinkedMention | undefined> {
    const text = document.getText();
    const situation = { signal, document: contextOf(document) };
    if (start === end) {
      const found = await findMentionInText(linker, text, start, engine.linkOptions, situation);
      return suggestedOr(found, note?.suggestions ?? [], start);
    }
    const selected = text.slice(start, end);
    if (selected.trim() === '' || selected.length > longestSelection) {
      return undefined;
    }
    const [result] = await linker.link([selected.trim()], engine.linkOptions, situation);
    return { start, end, text: selected, candidates: result?.candidates ?? [] };
  }
}
