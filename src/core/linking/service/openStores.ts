import type { ConceptStore } from '../../conceptStore/conceptStore.ts';

/** What a vocabulary is opened from. */
interface Source {
  readonly description: { readonly id: string };
  /** Another one when what is opened would be another store. */
  readonly sourceSha256: string;
}

export interface OpenStoresOptions<S extends Source> {
  /** The vocabularies that are to be open, in the user's order. */
  readSources(): Promise<readonly S[]>;
  /** Opens a vocabulary's store, building it first where need be; nothing when it has to be left out. */
  open(source: S): Promise<ConceptStore | undefined>;
  /**
   * Whether a store is closed before its successor is opened, as Windows wants it: there a folder with open files
   * cannot be replaced. Until the successor is open, the vocabulary is not searched.
   */
  readonly closesFirst?: boolean;
}

/** Stores that stay open until the lease is disposed, whatever is refreshed or closed meanwhile. */
export interface StoreLease extends Disposable {
  readonly stores: readonly ConceptStore[];
}

/** The open stores, kept in step with what vocabularies there are. */
export interface OpenStores {
  /** In the user's order; another array whenever it changes. */
  readonly stores: readonly ConceptStore[];
  /**
   * Opens what is new or changed, and closes what is gone or replaced as soon as no lease holds it. Resolves once all
   * that is there by now is open, except what an earlier call still builds. A vocabulary that fails leaves the
   * others alone, and its store of before open; then this rejects, in the end, with the first failure.
   */
  refresh(): Promise<void>;
  lease(): StoreLease;
  /** Closes what no lease holds, and the rest when it is given back. */
  close(): void;
}

export function createOpenStores<S extends Source>(options: OpenStoresOptions<S>): OpenStores {
  const open = new Map<string, ConceptStore>();
  /** What each open store was opened from. */
  const openedFrom = new Map<ConceptStore, string>();
  /** The last opening of each vocabulary, and what it is made from. */
  const openings = new Map<string, { readonly sourceSha256: string; readonly done: Promise<void> }>();
  /** What is to be called when they are closed. */
  const retired = new Map<ConceptStore, () => void>();
  const leases = new Set<StoreLease>();
  let order: readonly string[] = [];
  let stores: readonly ConceptStore[] = [];
  let reading: Promise<readonly S[]> = Promise.resolve([]);

  const publish = (): void => {
    const next = order.flatMap((id) => open.get(id) ?? []);
    if (next.length !== stores.length || next.some((store, i) => store !== stores[i])) {
      stores = next;
    }
    for (const [store, onClosed] of retired) {
      if (![...leases].some((lease) => lease.stores.includes(store))) {
        retired.delete(store);
        openedFrom.delete(store);
        store.close();
        onClosed();
      }
    }
  };

  /** Resolves once it is closed. */
  const retire = (store: ConceptStore): Promise<void> =>
    new Promise((resolve) => {
      retired.set(store, resolve);
    });

  /** One after another, so that what is read last is what counts. */
  const readSources = (): Promise<readonly S[]> => {
    reading = reading.then(options.readSources, options.readSources);
    return reading;
  };

  const replaceStore = async (source: S): Promise<void> => {
    const { id } = source.description;
    const before = open.get(id);
    if (before && openedFrom.get(before) === source.sourceSha256) {
      return;
    }
    if (before && options.closesFirst === true) {
      open.delete(id);
      const closed = retire(before);
      publish();
      await closed;
    }
    const store = await options.open(source);
    if (!order.includes(id)) {
      store?.close(); // removed meanwhile
      return;
    }
    const replaced = open.get(id);
    if (replaced) {
      void retire(replaced);
    }
    if (store) {
      open.set(id, store);
      openedFrom.set(store, source.sourceSha256);
    } else {
      open.delete(id);
    }
    publish();
  };

  const openSource = async (source: S): Promise<void> => {
    const { sourceSha256, description } = source;
    const under = openings.get(description.id);
    if (under?.sourceSha256 === sourceSha256) {
      return;
    }
    const opening = {
      sourceSha256,
      done: (under?.done ?? Promise.resolve()).then(
        () => replaceStore(source),
        () => replaceStore(source),
      ),
    };
    openings.set(description.id, opening);
    try {
      await opening.done;
    } finally {
      if (openings.get(description.id) === opening) {
        openings.delete(description.id);
      }
    }
  };

  const setOrder = (ids: readonly string[]): void => {
    order = ids;
    for (const [id, store] of open) {
      if (!ids.includes(id)) {
        open.delete(id);
        void retire(store);
      }
    }
    publish();
  };

  return {
    get stores() {
      return stores;
    },
    async refresh() {
      const sources = await readSources();
      setOrder(sources.map(({ description }) => description.id));
      const failures: unknown[] = [];
      for (const source of sources) {
        await openSource(source).catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) {
        throw failures[0];
      }
    },
    lease() {
      const lease: StoreLease = {
        stores,
        [Symbol.dispose]() {
          leases.delete(lease);
          publish();
        },
      };
      leases.add(lease);
      return lease;
    },
    close() {
      setOrder([]);
    },
  };
}
