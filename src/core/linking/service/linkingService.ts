import type { ConceptStore } from '../../conceptStore/conceptStore.ts';
import type { MadeWith } from '../../conceptStore/storeManifest.ts';
import { ensureConceptStore, inspectConceptStore } from '../../conceptStore/ensureConceptStore.ts';
import type { SharedStoreOptions } from '../../conceptStore/postgres/connect.ts';
import { createSharedStores } from '../../conceptStore/postgres/sharedStores.ts';
import { EncoderMismatchError, SharedVocabularyError } from '../../conceptStore/storeErrors.ts';
import { createCachedEncoder } from '../../encoder/cachedEncoder.ts';
import type { EncoderDescription, EncoderOptions } from '../../encoder/encoder.ts';
import { encoderPlaces, type Folders } from '../../encoder/encoderPlaces.ts';
import {
  createEncoderProcess,
  type EncoderProcess,
  type EncoderState,
  type LoadedEncoder,
} from '../../encoder/host/encoderProcess.ts';
import { findModelFolder } from '../../encoder/model/findModelFolder.ts';
import type { ImportProblem } from '../../vocabulary/importProblem.ts';
import { isOwnVocabulary, ownFolder, userPlace, type OwnPlace } from '../../vocabulary/own/ownPlace.ts';
import type { VocabularySource } from '../../vocabulary/vocabularySource.ts';
import { createLinker, type Linker } from '../linker.ts';
import { createOpenStores } from './openStores.ts';
import { createOwnSources } from './ownSources.ts';
import { bundledVocabularies, chooseVocabularies, type VocabularyPlace } from './vocabularyPlaces.ts';

export interface LinkingServiceOptions extends Folders {
  readonly encoder: Omit<EncoderOptions, 'modelFolder'> & {
    /** An id of a bundled or installed model, or the absolute path of a model folder. */
    readonly model: string;
    readonly idleTimeoutMs: number;
  };
  /** Ids in order of preference; empty for all. */
  readonly vocabularies: readonly string[];
  /** A database whose vocabularies are linked to as well. */
  readonly sharedStore?: SharedStoreOptions | undefined;
  /** Where users' own concepts are, which go before all vocabularies; the user's alone when left out. */
  readonly ownPlaces?: () => readonly OwnPlace[];
  /** What cannot be read of own concepts; told once. */
  readonly onOwnProblems?: (problems: readonly ImportProblem[]) => void;
  readonly onEncoderState?: (state: EncoderState) => void;
  /** One line on a crash of the encoder that was mended, or on a vocabulary that is left out. */
  readonly onNotice?: (line: string) => void;
  /** A vocabulary is built, once, before it can be searched. */
  readonly onBuildProgress?: (vocabulary: string, done: number, total: number) => void;
}

/** What linking works with, once all of it is loaded. */
export interface OpenedService {
  readonly linker: Linker;
  /** In the user's order of vocabularies. */
  readonly stores: readonly ConceptStore[];
  readonly encoder: EncoderDescription;
  /** The encoder as the stores' manifests name it. */
  readonly madeWith: MadeWith;
}

/** The same for one request: what it holds stays open until it is disposed. */
export interface LeasedService extends OpenedService, Disposable {}

/** A vocabulary whose vectors are not the encoder's. */
export interface OutdatedVocabulary {
  readonly title: string;
  readonly nameCount: number;
  /** What made the vectors that are there; nothing when there are none, or the encoder itself made them. */
  readonly madeWith: MadeWith | undefined;
}

/** What all these vocabularies were encoded with, if it is the same. */
export function commonOrigin(outdated: readonly OutdatedVocabulary[]): MadeWith | undefined {
  const [first] = outdated;
  const isCommon = outdated.every(
    ({ madeWith }) =>
      madeWith?.model === first?.madeWith?.model && madeWith?.precision === first?.madeWith?.precision,
  );
  return isCommon ? first?.madeWith : undefined;
}

/** Everything it takes to link: the encoder's process, the vocabularies' stores, and the linker over them. */
export interface LinkingService {
  readonly encoderState: EncoderState;
  /** Loads and builds what is missing; a failure is tried again at the next call. */
  open(): Promise<OpenedService>;
  /** As `open`, for whoever works while vocabularies may be refreshed. */
  lease(): Promise<LeasedService>;
  /**
   * Takes up vocabularies that were added, changed or removed; the others, and the encoder, stay as they are. What
   * is open serves meanwhile. Rejects as `OpenStores.refresh` does.
   */
  refresh(): Promise<OpenedService>;
  /** Loads the encoder and finds out what `open` would have to build. */
  inspect(): Promise<{ encoder: EncoderDescription; outdated: readonly OutdatedVocabulary[] }>;
  /** Brings a sleeping encoder back before somebody asks. */
  wakeEncoder(): void;
  /** As `EncoderProcess.measure`. */
  measureEncoder: EncoderProcess['measure'];
  dispose(): void;
}

export function createLinkingService(options: LinkingServiceOptions): LinkingService {
  const { model, idleTimeoutMs, precision, executionProvider, threads } = options.encoder;
  const encoderProcess = createEncoderProcess({
    ...encoderPlaces(options),
    modelFolder: findModelFolder(model, options),
    precision,
    executionProvider,
    threads,
    idleTimeoutMs,
    ...(options.onEncoderState && { onStateChange: options.onEncoderState }),
    ...(options.onNotice && { onNotice: options.onNotice }),
  });
  const disposed = new AbortController();
  let opening: Promise<LoadedEncoder> | undefined;
  let current: OpenedService | undefined;

  const shared =
    options.sharedStore &&
    createSharedStores(options.sharedStore, () => {
      // What cannot be opened is told to the next request.
      openStores.refresh().catch(() => undefined);
    });
  const readPlaces = (): Promise<readonly VocabularyPlace[]> =>
    chooseVocabularies(options, options.vocabularies, shared);

  const readOwnSources = createOwnSources({
    places: options.ownPlaces ?? ((): OwnPlace[] => [userPlace(options.dataFolder)]),
    ...(options.onOwnProblems && { onProblems: options.onOwnProblems }),
  });

  const madeWithOf = ({ description }: LoadedEncoder): MadeWith => ({
    model,
    precision: description.precision,
  });

  const openLocal = (source: VocabularySource, encoder: LoadedEncoder): Promise<ConceptStore> =>
    ensureConceptStore(source, {
      dataFolder: isOwnVocabulary(source.description.id) ? ownFolder(options.dataFolder) : options.dataFolder,
      encoder,
      madeWith: madeWithOf(encoder),
      signal: disposed.signal,
      onProgress: (done, total) => options.onBuildProgress?.(source.description.title, done, total),
    });

  /** Nothing for a vocabulary that cannot serve while the others can. */
  const openPlace = async (place: VocabularyPlace): Promise<ConceptStore | undefined> => {
    const encoder = await encoderProcess.encoder();
    try {
      return 'shared' in place
        ? await shared?.open(place.shared, encoder.fingerprint)
        : await openLocal(place, encoder);
    } catch (error) {
      const reason = 'shared' in place ? whyNotShared(error) : whyLeftOut(place, error);
      if (reason === undefined) {
        throw error;
      }
      options.onNotice?.(reason);
      return undefined;
    }
  };

  const openStores = createOpenStores<VocabularyPlace>({
    readSources: async () => [...(await readOwnSources()), ...(await readPlaces())],
    open: openPlace,
    closesFirst: process.platform === 'win32',
  });
  const openAll = async (): Promise<LoadedEncoder> => {
    const encoder = createCachedEncoder(await encoderProcess.encoder());
    await openStores.refresh();
    return encoder;
  };
  const openOnce = (): Promise<LoadedEncoder> => {
    opening ??= openAll().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  /** What is open by now, with one linker over it until that changes. */
  const opened = (encoder: LoadedEncoder): OpenedService => {
    const { stores } = openStores;
    if (current?.stores !== stores) {
      current = {
        linker: createLinker(stores, encoder),
        stores,
        encoder: encoder.description,
        madeWith: madeWithOf(encoder),
      };
    }
    return current;
  };

  return {
    get encoderState() {
      return encoderProcess.state;
    },
    open: async () => opened(await openOnce()),
    async lease() {
      const encoder = await openOnce();
      const lease = openStores.lease();
      return {
        ...opened(encoder),
        [Symbol.dispose]() {
          lease[Symbol.dispose]();
        },
      };
    },
    async refresh() {
      const wasOpened = opening !== undefined;
      const encoder = await openOnce();
      if (wasOpened) {
        await openStores.refresh();
      }
      return opened(encoder);
    },
    async inspect() {
      const { description } = await encoderProcess.encoder();
      const outdated: OutdatedVocabulary[] = [];
      for (const source of await readPlaces()) {
        if ('shared' in source) {
          // It is not encoded again for one of those who use it.
          continue;
        }
        const { current, manifest } = await inspectConceptStore(
          source,
          options.dataFolder,
          description.fingerprint,
        );
        if (!current) {
          const { title } = source.description;
          const isOthers = manifest?.encoderFingerprint !== description.fingerprint;
          const madeWith = isOthers ? manifest?.encoder : undefined;
          outdated.push({ title, nameCount: manifest?.nameCount ?? 0, madeWith });
        }
      }
      return { encoder: description, outdated };
    },
    wakeEncoder() {
      // What goes wrong is told to the request that follows.
      encoderProcess.encoder().catch(() => undefined);
    },
    measureEncoder: encoderProcess.measure,
    dispose() {
      disposed.abort(new Error('TermLens is closing.'));
      encoderProcess.dispose();
      openStores.close();
      shared?.close();
    },
  };
}

/** Why a vocabulary of this machine is left out; nothing when it has to be told as a failure. */
function whyLeftOut({ description: { id, title } }: VocabularySource, error: unknown): string | undefined {
  return bundledVocabularies.includes(id) || !isDatabaseError(error)
    ? undefined
    : `The vocabulary "${id}" (${title}) is damaged and is left out. Add it again, or remove it: termlens vocabulary remove ${id}`;
}

/** The same of one that is shared: its vectors are somebody else's to make again. */
function whyNotShared(error: unknown): string | undefined {
  if (error instanceof EncoderMismatchError) {
    return `${error.message} It is shared, so it is left out until one of the two is done.`;
  }
  return error instanceof SharedVocabularyError ? `${error.message} It is left out.` : undefined;
}

/** What SQLite throws when the database that a store is to be built again from cannot be read. */
function isDatabaseError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}
