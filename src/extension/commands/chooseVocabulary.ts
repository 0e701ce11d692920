import { env, QuickPickItemKind, Uri, window, type QuickPickItem } from 'vscode';
import {
  knownVocabulariesRequest,
  type KnownVocabularyInfo,
  type VocabularyOrigin,
} from '../../protocol/vocabularyMessages.ts';
import { explainOffline } from '../offline.ts';
import type { Server } from '../serverConnection.ts';
import { isOffline } from '../userSettings.ts';
import { formatCount } from '../views/conceptText.ts';
import { confirmVocabularyDownload, explainBroughtVocabulary } from './downloadText.ts';
import { checkVocabularyAddress, groupKnownVocabularies } from './knownVocabularyChoices.ts';
import { countRows, proposeVocabularyId } from './vocabularySources.ts';

/** Something to add. */
export interface ChosenVocabulary {
  readonly origin: VocabularyOrigin;
  /** Where there is no question what to call it. */
  readonly id?: string;
  readonly proposedId: string;
}

type Choose = () => Promise<ChosenVocabulary | undefined>;

interface SourceItem extends QuickPickItem {
  /** Missing in separators, which cannot be picked. */
  readonly choose?: Choose;
}

const openLabel = 'Add';
const file = { canSelectFiles: true, canSelectFolders: false };
const folder = { canSelectFiles: false, canSelectFolders: true };

/** Asks where a vocabulary comes from, down to the file, the address, or the consent to fetch it. */
export async function chooseVocabulary(server: Server, title: string): Promise<ChosenVocabulary | undefined> {
  // The list opens at once and fills when the server answers.
  const items = server.request0(knownVocabulariesRequest).then((known) => sourcesOf(known, title));
  const source = await window.showQuickPick(items, {
    title,
    placeHolder: 'From where, or which one?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return source?.choose?.();
}

function sourcesOf(known: readonly KnownVocabularyInfo[], title: string): readonly SourceItem[] {
  return [
    separator('From this machine'),
    {
      label: '$(file) File…',
      detail: 'OBO, OWL, SKOS, MeSH, UMLS, SNOMED CT, ICD-10-CM, LOINC, a table … also in a .gz or .zip.',
      choose: () => chooseFile(title, file),
    },
    {
      label: '$(folder) Folder…',
      detail: 'A release of several files, such as the META folder of the UMLS or a Snapshot of SNOMED CT.',
      choose: () => chooseFile(title, folder),
    },
    {
      label: '$(clippy) Rows from the clipboard',
      detail: 'A table that was copied: with a header such as “id, name, synonyms”, or rows “id||name”.',
      choose: chooseClipboard,
    },
    separator('From elsewhere'),
    {
      label: '$(link) Address…',
      detail: 'A file of any of these formats on a server of your own, or on the web.',
      choose: () => chooseAddress(title),
    },
    ...groupKnownVocabularies(known).flatMap(({ title: groupTitle, choices }) => [
      separator(groupTitle),
      ...choices.map(({ vocabulary, ...item }) => ({
        ...item,
        choose: () => (vocabulary.bring ? bring(vocabulary, title) : chooseKnown(vocabulary)),
      })),
    ]),
  ];
}

function separator(label: string): SourceItem {
  return { label, kind: QuickPickItemKind.Separator };
}

async function chooseFile(title: string, kind: typeof file): Promise<ChosenVocabulary | undefined> {
  const [chosen] = (await window.showOpenDialog({ ...kind, openLabel, title })) ?? [];
  return (
    chosen && {
      origin: { kind: 'path', path: chosen.fsPath },
      proposedId: proposeVocabularyId(chosen.fsPath),
    }
  );
}

async function chooseClipboard(): Promise<ChosenVocabulary | undefined> {
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

/** The address is typed for this, which is consent enough. */
async function chooseAddress(title: string): Promise<ChosenVocabulary | undefined> {
  if (!(await mayConnect())) {
    return undefined;
  }
  const typed = await window.showInputBox({
    title,
    prompt: 'TermLens opens a connection to this address, once.',
    placeHolder: 'https://example.org/our-terms.obo',
    ignoreFocusOut: true,
    validateInput: (value) => checkVocabularyAddress(value.trim()),
  });
  const address = typed?.trim();
  return address === undefined
    ? undefined
    : {
        origin: { kind: 'address', address },
        proposedId: proposeVocabularyId(new URL(address).pathname),
      };
}

async function chooseKnown(vocabulary: KnownVocabularyInfo): Promise<ChosenVocabulary | undefined> {
  if (!(await mayConnect())) {
    return undefined;
  }
  const { message, detail } = confirmVocabularyDownload(vocabulary);
  const download = 'Download';
  const answer = await window.showInformationMessage(message, { modal: true, detail }, download);
  const { id } = vocabulary;
  return answer === download ? { origin: { kind: 'known', id }, id, proposedId: id } : undefined;
}

async function mayConnect(): Promise<boolean> {
  if (!isOffline()) {
    return true;
  }
  await explainOffline(
    'Turn “termlens.offline” off for the download, or fetch the file on another machine and add that.',
  );
  return false;
}

async function bring(vocabulary: KnownVocabularyInfo, title: string): Promise<ChosenVocabulary | undefined> {
  const { message, detail } = explainBroughtVocabulary(vocabulary);
  const openPage = 'Open Page';
  const chooseIt = 'Choose File…';
  const chooseItsFolder = 'Choose Folder…';
  const answer = await window.showInformationMessage(
    message,
    { modal: true, detail },
    chooseIt,
    chooseItsFolder,
    openPage,
  );
  if (answer === openPage) {
    await env.openExternal(Uri.parse(vocabulary.bring?.page ?? vocabulary.homepage));
  }
  if (answer !== chooseIt && answer !== chooseItsFolder) {
    return undefined;
  }
  const chosen = await chooseFile(title, answer === chooseIt ? file : folder);
  return chosen && { ...chosen, proposedId: vocabulary.id };
}
