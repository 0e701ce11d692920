import {
  commands,
  Selection,
  TextEditorRevealType,
  window,
  type QuickPickItem,
  type TextEditor,
} from 'vscode';
import { decideDifferenceRequest } from '../../protocol/adjudicationMessages.ts';
import { removeAnnotationRequest } from '../../protocol/messages.ts';
import { requireNote } from '../activeNote.ts';
import { readCandidateNumber, readChoose, readDecision } from '../commandArguments.ts';
import type { Differences } from '../differences/differences.ts';
import { describeSide, formatLeft, nameSide } from '../differences/differenceText.ts';
import { sidesAt, type DifferenceSide, type LocatedDifference } from '../differences/locatedDifference.ts';
import { toEditorRange } from '../ranges.ts';
import type { Server } from '../serverConnection.ts';
import { findNext, findPrevious } from '../suggestionOrder.ts';

export interface DifferenceOptions {
  readonly server: Server;
  readonly differences: Differences;
}

/** Moves the cursor to the next or previous difference, round the ends of the note, and shows both versions. */
export async function moveToDifference(
  { differences }: DifferenceOptions,
  direction: 'next' | 'previous',
): Promise<void> {
  const editor = await requireNote();
  if (editor === undefined) {
    return;
  }
  const found = differences.get(editor.document.uri.toString());
  const difference = (direction === 'next' ? findNext : findPrevious)(found, editor.selection.active);
  if (difference === undefined) {
    void window.showInformationMessage('Nothing is left to decide in this note.');
    return;
  }
  await showDifference(editor, difference);
}

/** Keeps the given version, or the one at the cursor; where both are there, the numbered one or the one that is chosen. */
export async function keepDifference(options: DifferenceOptions, argument: unknown): Promise<void> {
  const given = readDecision(argument);
  if (given !== undefined) {
    await decide(options, given.uri, given.id, 'this');
    return;
  }
  const found = await differenceAtCursor(options.differences);
  if (found === undefined) {
    return;
  }
  const { editor, uri, difference } = found;
  const number = readCandidateNumber(argument);
  const atCursor = sidesAt(difference, editor.selection.active);
  const [only] = atCursor;
  if (number !== undefined) {
    await keepSide(options, uri, difference, difference.sides[number - 1]);
  } else if (!readChoose(argument) && atCursor.length === 1 && only !== undefined) {
    await keepSide(options, uri, difference, only);
  } else if (!(await chooseSide(options, uri, difference))) {
    return;
  }
  await showNextOf(options.differences, uri, difference);
}

/** Keeps every version of the given difference, or of the one at the cursor. */
export async function keepAllVersions(options: DifferenceOptions, argument: unknown): Promise<void> {
  const given = readDecision(argument);
  if (given !== undefined) {
    await decide(options, given.uri, given.id, 'all');
    return;
  }
  const found = await differenceAtCursor(options.differences);
  const id = found?.difference.sides.flatMap(({ versions }) => versions)[0]?.id;
  if (found !== undefined && id !== undefined) {
    await decide(options, found.uri, id, 'all');
    await showNextOf(options.differences, found.uri, found.difference);
  }
}

async function decide(
  { server, differences }: DifferenceOptions,
  uri: string,
  id: string,
  keep: 'this' | 'all',
): Promise<void> {
  const left = await server.request(decideDifferenceRequest, { uri, id, keep });
  if (left === null) {
    void window.showInformationMessage('This is decided already.');
    return;
  }
  differences.set(uri, left);
  const count = left.differences.length;
  window.setStatusBarMessage(
    count === 0 ? 'All differences of this note are decided.' : formatLeft(count),
    5_000,
  );
}

/** A side that has nothing is kept by removing what the other has. */
async function keepSide(
  options: DifferenceOptions,
  uri: string,
  difference: LocatedDifference,
  side: DifferenceSide | undefined,
): Promise<void> {
  const [version] = side?.versions ?? [];
  if (version !== undefined) {
    await decide(options, uri, version.id, 'this');
    return;
  }
  if (side !== undefined) {
    for (const { id } of difference.sides.flatMap(({ versions }) => versions)) {
      await options.server.request(removeAnnotationRequest, { uri, id });
    }
  }
}

interface SideItem extends QuickPickItem {
  run(): Promise<void>;
}

/** Both versions side by side; whether one was chosen. */
async function chooseSide(
  options: DifferenceOptions,
  uri: string,
  difference: LocatedDifference,
): Promise<boolean> {
  const { sides, kinds } = difference;
  const [first] = sides.flatMap(({ versions }) => versions);
  const isTwo = sides.filter(({ versions }) => versions.length > 0).length > 1;
  const items: SideItem[] = [
    ...sides.map((side) => ({
      label: `Keep ${nameSide(side)}`,
      detail: describeSide(side),
      run: () => keepSide(options, uri, difference, side),
    })),
    ...(first !== undefined && isTwo
      ? [{ label: 'Keep Both', run: () => decide(options, uri, first.id, 'all') }]
      : []),
  ];
  const chosen = await window.showQuickPick(items, {
    placeHolder: `Which version is right? ${kinds.join(', ')}`,
    matchOnDetail: true,
  });
  await chosen?.run();
  return chosen !== undefined;
}

async function differenceAtCursor(differences: Differences): Promise<
  | {
      readonly editor: TextEditor;
      readonly uri: string;
      readonly difference: LocatedDifference;
    }
  | undefined
> {
  const editor = await requireNote();
  if (editor === undefined) {
    return undefined;
  }
  const uri = editor.document.uri.toString();
  const difference = differences
    .get(uri)
    .findLast((candidate) => sidesAt(candidate, editor.selection.active).length > 0);
  if (difference === undefined) {
    void window.showInformationMessage('There is nothing to decide at the cursor.');
    return undefined;
  }
  return { editor, uri, difference };
}

async function showNextOf(
  differences: Differences,
  uri: string,
  { range }: LocatedDifference,
): Promise<void> {
  const editor = window.activeTextEditor;
  const next = findNext(differences.get(uri), range.start);
  if (editor?.document.uri.toString() === uri && next !== undefined) {
    await showDifference(editor, next);
  }
}

async function showDifference(editor: TextEditor, difference: LocatedDifference): Promise<void> {
  const range = toEditorRange(difference.range);
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
  await commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
}
