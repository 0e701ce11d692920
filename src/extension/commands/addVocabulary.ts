import { InputBoxValidationSeverity, window } from 'vscode';
import {
  addVocabularyRequest,
  installedVocabulariesRequest,
  type AddedVocabulary,
  type VocabularyOrigin,
} from '../../protocol/vocabularyMessages.ts';
import { describeFailure } from '../failures.ts';
import type { Server } from '../serverConnection.ts';
import { withServerProgress } from '../serverProgress.ts';
import { readNetworkSettings } from '../userSettings.ts';
import { formatCount } from '../views/conceptText.ts';
import { writeVocabularies } from '../vocabularySetting.ts';
import { chooseVocabulary } from './chooseVocabulary.ts';
import type { EncoderCommandOptions } from './encoderCommand.ts';
import { switchVocabulary } from './vocabularyOrder.ts';
import { checkVocabularyId } from './vocabularySources.ts';

type Options = Pick<EncoderCommandOptions, 'server' | 'whileWorking' | 'showReport'>;

const title = 'Add Vocabulary';

/** Makes a file, rows that were copied, or what is fetched a vocabulary that is searched. */
export async function addVocabulary(options: Options): Promise<void> {
  const chosen = await chooseVocabulary(options.server, title);
  if (chosen === undefined) {
    return;
  }
  const id = chosen.id ?? (await askForId(options.server, chosen.proposedId));
  if (id === undefined) {
    return;
  }
  const added = await add(options, chosen.origin, id);
  if (added !== undefined) {
    await tell(options, added);
  }
}

async function askForId(server: Server, proposed: string): Promise<string | undefined> {
  const installed = await server.request0(installedVocabulariesRequest);
  const id = await window.showInputBox({
    title,
    value: proposed,
    prompt: 'What to call it, in settings and on the command line.',
    validateInput: (value) => {
      const check = checkVocabularyId(value.trim(), installed);
      return (
        check && {
          message: check.message,
          severity:
            check.severity === 'error' ? InputBoxValidationSeverity.Error : InputBoxValidationSeverity.Info,
        }
      );
    },
  });
  return id?.trim();
}

async function add(
  { server, whileWorking }: Options,
  origin: VocabularyOrigin,
  id: string,
): Promise<AddedVocabulary | undefined> {
  try {
    return await whileWorking(() =>
      withServerProgress(server, `Adding “${id}”`, (workDoneToken, cancellation) =>
        server.request(
          addVocabularyRequest,
          { origin, id, network: readNetworkSettings(), workDoneToken },
          cancellation,
        ),
      ),
    );
  } catch (error) {
    if (describeFailure(error).kind !== 'cancelled') {
      throw error;
    }
    void window.showInformationMessage(
      `Cancelled; what of “${id}” was fetched and encoded is kept, and adding it again goes on from there.`,
    );
    return undefined;
  }
}

/** What was added, what of it could not be read, and whether it is searched here. */
async function tell({ server, showReport }: Options, added: AddedVocabulary): Promise<void> {
  const { id, conceptCount, nameCount, problemCount, format } = added;
  const installed = await server.request0(installedVocabulariesRequest);
  const isInUse = installed.find((vocabulary) => vocabulary.id === id)?.inUse ?? false;
  const useHere = 'Use It Here';
  const showProblems = 'Show Problems';
  const message = [
    `${format === 'unchanged' ? 'Nothing newer than' : 'Added'} “${id}” (${added.title}, ${format === 'unchanged' ? added.version : format}): ${formatCount(conceptCount, 'concept')}, ${formatCount(nameCount, 'name')}.`,
    ...(problemCount === 0 ? [] : [`${formatCount(problemCount, 'record')} could not be read.`]),
    ...(isInUse ? [] : ['The setting “termlens.vocabularies” leaves it out here.']),
  ].join(' ');
  const chosen = await window.showInformationMessage(
    message,
    ...(isInUse ? [] : [useHere]),
    ...(problemCount === 0 ? [] : [showProblems]),
  );
  if (chosen === useHere) {
    await writeVocabularies(switchVocabulary(installed, id, true) ?? []);
  } else if (chosen === showProblems) {
    await showReport(`Problems of “${id}”`, added.problems.join('\n'));
  }
}
