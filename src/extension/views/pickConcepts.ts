import { Disposable, window, type QuickPickItem } from 'vscode';
import { distinctConcepts } from '../../protocol/distinctConcepts.ts';
import type { Candidate } from '../../protocol/messages.ts';
import { createLiveSearch } from '../liveSearch.ts';
import type { ReportFailure } from '../reportFailure.ts';
import { formatCandidate } from './conceptText.ts';

export interface ConceptsPickOptions {
  readonly title: string;
  readonly reportFailure: ReportFailure;
  /** Ticked to begin with. */
  readonly ticked: readonly PickedConcept[];
  /** An empty query asks for what to offer before anything is typed. */
  search(query: string, signal: AbortSignal): Promise<readonly Candidate[]>;
}

export interface PickedConcept {
  readonly curie: string;
  readonly preferredName: string;
}

interface TickItem extends QuickPickItem {
  readonly concept: PickedConcept;
}

const debounceMs = 150;

/**
 * Lets the user tick concepts, searching the vocabularies while they type; what is ticked stays in sight, whatever
 * they search for. In the order in which they were ticked; undefined when they leave it.
 */
export function pickConcepts(options: ConceptsPickOptions): Promise<readonly PickedConcept[] | undefined> {
  const pick = window.createQuickPick<TickItem>();
  pick.title = options.title;
  pick.placeholder = 'Tick the concepts, type to search for others';
  pick.canSelectMany = true;
  // As in `pickConcept`: the server's order, which VS Code would replace by that of the labels.
  Object.assign(pick, { sortByLabel: false });
  let ticked = options.ticked;

  const show = (found: readonly Candidate[]): void => {
    const items = [
      ...ticked.map(toTickedItem),
      ...distinctConcepts(found)
        .filter(({ curie }) => !ticked.some((concept) => concept.curie === curie))
        .map(toFoundItem),
    ];
    pick.items = items;
    pick.selectedItems = items.slice(0, ticked.length);
  };

  const search = createLiveSearch<readonly Candidate[]>({
    debounceMs,
    search: (query, signal) => options.search(query, signal),
    onBusy(busy) {
      pick.busy = busy;
    },
    onResult(_query, candidates) {
      show(candidates);
    },
    onFailure: options.reportFailure,
  });

  return new Promise((resolve) => {
    const subscriptions = Disposable.from(
      pick,
      search,
      pick.onDidChangeValue((value) => {
        search.update(value);
      }),
      pick.onDidChangeSelection((items) => {
        const now = items.map(({ concept }) => concept);
        const isTicked = ({ curie }: PickedConcept): boolean =>
          now.some((concept) => concept.curie === curie);
        const added = now.filter(({ curie }) => !ticked.some((concept) => concept.curie === curie));
        ticked = [...ticked.filter(isTicked), ...added];
      }),
      pick.onDidAccept(() => {
        resolve(ticked);
        pick.hide();
      }),
      pick.onDidHide(() => {
        resolve(undefined);
        subscriptions.dispose();
      }),
    );
    show([]);
    search.update('');
    pick.show();
  });
}

function toTickedItem(concept: PickedConcept): TickItem {
  return { label: concept.preferredName, description: concept.curie, alwaysShow: true, concept };
}

function toFoundItem(candidate: Candidate): TickItem {
  const { curie, preferredName } = candidate;
  // The server has decided what matches; VS Code's own filter would hide synonyms and abbreviations.
  return { ...formatCandidate(candidate), alwaysShow: true, concept: { curie, preferredName } };
}
