import { commands, env, UIKind, Uri, window, type QuickPickItem } from 'vscode';
import {
  installedVocabulariesRequest,
  rebuildVocabularyRequest,
  removeVocabularyRequest,
  type InstalledVocabulary,
} from '../../protocol/vocabularyMessages.ts';
import { withServerProgress } from '../serverProgress.ts';
import { escapeIcons } from '../views/escapeText.ts';
import { formatVocabulary } from '../views/vocabularyItems.ts';
import { writeVocabularies } from '../vocabularySetting.ts';
import type { EncoderCommandOptions } from './encoderCommand.ts';
import { moveVocabulary } from './vocabularyOrder.ts';

type Options = Pick<EncoderCommandOptions, 'server' | 'whileWorking'>;

/** Shows the view that lists them. */
export async function manageVocabularies(): Promise<void> {
  await commands.executeCommand('termlens.vocabularies.focus');
}

export async function removeVocabulary({ server }: Options, argument: unknown): Promise<void> {
  const vocabulary = await choose(
    server,
    argument,
    'Remove Vocabulary',
    ({ bundled, shared }) => !bundled && !shared,
  );
  if (vocabulary === undefined) {
    return;
  }
  const { id, title } = vocabulary;
  const remove = 'Remove';
  const chosen = await window.showWarningMessage(
    `Remove “${title}”?`,
    {
      modal: true,
      detail: 'Its concepts are no longer proposed. Annotations stay. To have it back, add its file again.',
    },
    remove,
  );
  if (chosen === remove) {
    await server.request(removeVocabularyRequest, { id });
    void window.showInformationMessage(`Removed “${title}”.`);
  }
}

export async function rebuildVocabulary({ server, whileWorking }: Options, argument: unknown): Promise<void> {
  const vocabulary = await choose(
    server,
    argument,
    'Rebuild Vocabulary',
    ({ bundled, shared, state }) => !bundled && !shared && state !== 'damaged',
  );
  if (vocabulary !== undefined) {
    const { id, title } = vocabulary;
    await whileWorking(() =>
      withServerProgress(server, `Rebuilding “${title}”`, (workDoneToken, cancellation) =>
        server.request(rebuildVocabularyRequest, { id, workDoneToken }, cancellation),
      ),
    );
    void window.showInformationMessage(`Rebuilt “${title}”.`);
  }
}

/** In the file manager; where that is on another machine than the window, the folder's path is told. */
export async function revealVocabulary({ server }: Options, argument: unknown): Promise<void> {
  const vocabulary = await choose(server, argument, 'Reveal Vocabulary', ({ shared }) => !shared);
  if (vocabulary === undefined) {
    return;
  }
  const { folder } = vocabulary;
  if (env.uiKind === UIKind.Desktop && env.remoteName === undefined) {
    await commands.executeCommand('revealFileInOS', Uri.file(folder));
    return;
  }
  const copy = 'Copy Path';
  if ((await window.showInformationMessage(folder, copy)) === copy) {
    await env.clipboard.writeText(folder);
  }
}

export async function moveInOrder({ server }: Options, argument: unknown, by: number): Promise<void> {
  if (isVocabulary(argument)) {
    const installed = await server.request0(installedVocabulariesRequest);
    await writeVocabularies(moveVocabulary(installed, argument.id, by) ?? []);
  }
}

/** The one whose menu was opened; from the palette the user is asked. */
async function choose(
  server: Options['server'],
  argument: unknown,
  title: string,
  isSuitable: (vocabulary: InstalledVocabulary) => boolean,
): Promise<InstalledVocabulary | undefined> {
  if (isVocabulary(argument)) {
    return argument;
  }
  const items = server
    .request0(installedVocabulariesRequest)
    .then((vocabularies) => vocabularies.filter(isSuitable).map(toItem));
  const picked = await window.showQuickPick(items, { title, placeHolder: 'Which one?' });
  return picked?.vocabulary;
}

function toItem(vocabulary: InstalledVocabulary): QuickPickItem & { vocabulary: InstalledVocabulary } {
  const { label, description } = formatVocabulary(vocabulary);
  return { label: escapeIcons(label), description: escapeIcons(description), vocabulary };
}

/** An element of the view; a command is also run with whatever a keybinding gives it. */
function isVocabulary(argument: unknown): argument is InstalledVocabulary {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    ['id', 'title', 'folder'].every((key) => typeof Reflect.get(argument, key) === 'string')
  );
}
