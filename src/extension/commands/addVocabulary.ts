import { env, InputBoxValidationSeverity, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import {
  addVocabularyRequest,
  installedVocabulariesRequest,
  type AddedVocabulary,
  type InstalledVocabulary,
  type VocabularyOrigin,
} from '../../protocol/vocabularyMessages.ts';
import { describeFailure } from '../failures.ts';
import { withServerProgress } from '../serverProgress.ts';
import { formatCount } from '../views/conceptText.ts';
import { writeVocabularies } from '../vocabularySetting.ts';
import type { EncoderCommandOptions } from './encoderCommand.ts';
import { switchVocabulary } from './vocabularyOrder.ts';
import { checkVocabularyId, countRows, proposeVocabularyId } from './vocabularySources.ts';

type Options = Pick<EncoderCommandOptions, 'server' | 'whileWorking' | 'showReport'>;

/** Something to add, and the id that suits it. */
interface Chosen {
  readonly origin: VocabularyOrigin;
  readonly proposedId: string;
}

interface SourceItem extends QuickPickItem {
  /** Missing in separators, which cannot be picked. */
  readonly choose?: () => Promise<Chosen | undefined>;
}

const title = 'Add Vocabulary';

/** Makes a vocabulary of this machine's files, or of rows that were copied, one that is searched. */
export async function addVocabulary(options: Options): Promise<void> {
  const source = await window.showQuickPick(sources(), {
    title,
    placeHolder: 'From where?',
    matchOnDetail: true,
  });
  const chosen = await source?.choose?.();
  if (chosen === undefined) {
    return;
  }
  const installed = await options.server.request0(installedVocabulariesRequest);
  const id = await askForId(chosen.proposedId, installed);
  if (id === undefined) {
    return;
  }
  const added = await add(options, chosen.origin, id);
  if (added !== undefined) {
    await tell(options, added);
  }
}

function sources(): readonly SourceItem[] {
  return [
    { label: 'From this machine', kind: QuickPickItemKind.Separator },
    {
      label: '$(file) File…',
      detail: 'OBO, OWL, SKOS, MeSH, UMLS, SNOMED CT, ICD-10-CM, LOINC, a table … also in a .gz or .zip.',
      choose: () => chooseFile({ canSelectFiles: true, canSelectFolders: false }),
    },
    {
      label: '$(folder) Folder…',
      detail: 'A release of several files, such as the META folder of the UMLS or a Snapshot of SNOMED CT.',
      choose: () => chooseFile({ canSelectFiles: false, canSelectFolders: true }),
    },
    {
      label: '$(clippy) Rows from the clipboard',
      detail: 'A table that was copied: with a header such as “id, name, synonyms”, or rows “id||name”.',
      choose: chooseClipboard,
    },
  ];
}

async function chooseFile(kind: {
  readonly canSelectFiles: boolean;
  readonly canSelectFolders: boolean;
}): Promise<Chosen | undefined> {
  const [file] = (await window.showOpenDialog({ ...kind, openLabel: 'Add', title })) ?? [];
  return (
    file && {
      origin: { kind: 'path', path: file.fsPath },
      proposedId: proposeVocabularyId(file.fsPath),
    }
  );
}

async function chooseClipboard(): Promise<Chosen | undefined> {
  const text = await env.clipboard.readText();
  const rows = countRows(text);
  if (rows === 0) {
    void window.showInformationMessage(
      'The clipboard holds no text. Copy the rows of a table, then try again.',
    );
    return undefined;
  }
  const addRows = 'Add';
  const answer = await window.showInformationMessage(
    `Add ${formatCount(rows, 'row')} from the clipboard?`,
    { modal: true, detail: 'They become a vocabulary on this machine.' },
    addRows,
  );
  return answer === addRows ? { origin: { kind: 'rows', text }, proposedId: 'pasted' } : undefined;
}

async function askForId(
  proposed: string,
  installed: readonly InstalledVocabulary[],
): Promise<string | undefined> {
  return window.showInputBox({
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
}

async function add(
  { server, whileWorking }: Options,
  origin: VocabularyOrigin,
  id: string,
): Promise<AddedVocabulary | undefined> {
  try {
    return await whileWorking(() =>
      withServerProgress(server, `Adding “${id.trim()}”`, (workDoneToken, cancellation) =>
        server.request(addVocabularyRequest, { origin, id: id.trim(), workDoneToken }, cancellation),
      ),
    );
  } catch (error) {
    if (describeFailure(error).kind !== 'cancelled') {
      throw error;
    }
    void window.showInformationMessage(
      `Cancelled; the names of “${id.trim()}” that are encoded are kept, and adding it again goes on from there.`,
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
    `Added “${id}” (${added.title}, ${format}): ${formatCount(conceptCount, 'concept')}, ${formatCount(nameCount, 'name')}.`,
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
