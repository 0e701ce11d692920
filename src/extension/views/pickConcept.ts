import { Disposable, ThemeIcon, window, type QuickPickItem } from 'vscode';
import { distinctConcepts } from '../../protocol/distinctConcepts.ts';
import type { Candidate } from '../../protocol/messages.ts';
import { createLiveSearch } from '../liveSearch.ts';
import type { ReportFailure } from '../reportFailure.ts';
import { formatCandidate } from './conceptText.ts';

export interface ConceptPickOptions {
  readonly title: string;
  readonly placeholder: string;
  /** Shown instead of `placeholder` when nothing is found for the empty search box. */
  readonly placeholderWithoutResults: string;
  readonly reportFailure: ReportFailure;
  /** An empty query asks for what to offer before anything is typed. */
  search(query: string, signal: AbortSignal): Promise<readonly Candidate[]>;
  /** The short cut beside each concept. */
  copy(candidate: Candidate): void;
  /** The last item of the list, for when none of the concepts fits. */
  readonly otherwise?: { readonly label: string; readonly run: () => void };
}

interface ConceptItem extends QuickPickItem {
  /** Missing in what is offered otherwise. */
  readonly candidate?: Candidate;
}

const debounceMs = 150;
const copyButton = { iconPath: new ThemeIcon('copy'), tooltip: 'Copy Identifier' };

/** Lets the user pick a concept, searching the vocabularies while they type. Undefined when they pick none. */
export function pickConcept(options: ConceptPickOptions): Promise<Candidate | undefined> {
  const { title, placeholder, placeholderWithoutResults } = options;
  const pick = window.createQuickPick<ConceptItem>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // The server's order is by score; VS Code would sort by label. It reads this property, but declares it only
  // among its proposed interfaces; a version that ignores it merely sorts.
  Object.assign(pick, { sortByLabel: false });

  const { otherwise } = options;
  const otherItems: ConceptItem[] = otherwise ? [{ label: otherwise.label, alwaysShow: true }] : [];

  const search = createLiveSearch<readonly Candidate[]>({
    debounceMs,
    search: (query, signal) => options.search(query, signal),
    onBusy(busy) {
      pick.busy = busy;
    },
    onResult(query, candidates) {
      const isEmpty = candidates.length === 0;
      pick.items = [...distinctConcepts(candidates).map(toItem), ...otherItems];
      pick.title = isEmpty && query !== '' ? `${title}: no concept found` : title;
      pick.placeholder = isEmpty ? placeholderWithoutResults : placeholder;
    },
    onFailure(error) {
      pick.items = [];
      options.reportFailure(error);
    },
  });

  return new Promise((resolve) => {
    const subscriptions = Disposable.from(
      pick,
      search,
      pick.onDidChangeValue((value) => {
        search.update(value);
      }),
      pick.onDidTriggerItemButton(({ item }) => {
        if (item.candidate !== undefined) {
          options.copy(item.candidate);
          pick.hide();
        }
      }),
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        // While a search is under way the list still belongs to what was typed before.
        if (item !== undefined && !search.busy) {
          resolve(item.candidate);
          pick.hide();
          if (item.candidate === undefined) {
            otherwise?.run();
          }
        }
      }),
      pick.onDidHide(() => {
        resolve(undefined);
        subscriptions.dispose();
      }),
    );
    search.update('');
    pick.show();
  });
}

function toItem(candidate: Candidate): ConceptItem {
  // The server has decided what matches; VS Code's own filter would hide synonyms and abbreviations.
  return { ...formatCandidate(candidate), alwaysShow: true, buttons: [copyButton], candidate };
}
