import type { ConceptStore } from '../conceptStore/conceptStore.ts';
import type { MadeWith } from '../conceptStore/storeManifest.ts';
import { ensureConceptStore, inspectConceptStore } from '../conceptStore/ensureConceptStore.ts';
import type { SharedStoreOptions } from '../conceptStore/postgres/connect.ts';
import { createSharedStores } from '../conceptStore/postgres/sharedStores.ts';
import { EncoderMismatchError, SharedVocabularyError } from '../conceptStore/storeErrors.ts';
import { createCachedEncoder } from '../encoder/cachedEncoder.ts';
import type { EncoderDescription, EncoderOptions } from '../encoder/encoder.ts';
import { encoderPlaces, type Folders } from '../encoder/encoderPlaces.ts';
import {
  createEncoderProcess,
  type EncoderProcess,
  type EncoderState,
  type LoadedEncoder,
} from '../encoder/host/encoderProcess.ts';
import { findModelFolder } from '../encoder/model/findModelFolder.ts';
import type { VocabularySource } from '../vocabulary/vocabularySource.ts';
import { createLinker, type Linker } from './linker.ts';
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
}

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
  /** Loads the encoder and finds out what `open` would have to build. */
  inspect(): Promise<{ encoder: EncoderDescription; outdated: readonly OutdatedVocabulary[] }>;
  /** Brings a sleeping encoder back before somebody asks. */
  wakeEncoder(): void;
  /** As `EncoderProcess.measure`. */
  measureEncoder: EncoderProcess['measure'];
  dispose(): void;
}

export function createLinkingService(options: LinkingServiceOptions): LinkingService {
  const { model, idleTimeoutMs, precision, executionProvider } = options.encoder;
  const encoderProcess = createEncoderProcess({
    ...encoderPlaces(options),
    modelFolder: findModelFolder(model, options),
    precision,
    executionProvider,
    idleTimeoutMs,
    ...(options.onEncoderState && { onStateChange: options.onEncoderState }),
    ...(options.onNotice && { onNotice: options.onNotice }),
  });
  const disposed = new AbortController();
  let opened: Promise<OpenedService> | undefined;

  const shared =
    options.sharedStore &&
    createSharedStores(options.sharedStore, () => {
      opened = undefined;
    });
  /** Closed at the end: a request may still be asking those that were opened before. */
  const openedStores: ConceptStore[] = [];

  const openLocal = (source: VocabularySource, encoder: LoadedEncoder): Promise<ConceptStore> =>
    ensureConceptStore(source, {
      dataFolder: options.dataFolder,
      encoder,
      madeWith: { model, precision: encoder.description.precision },
      signal: disposed.signal,
      onProgress: (done, total) => options.onBuildProgress?.(source.description.title, done, total),
    });

  /** Nothing for a vocabulary that cannot serve while the others can. */
  const openPlace = async (
    place: VocabularyPlace,
    encoder: LoadedEncoder,
  ): Promise<ConceptStore | undefined> => {
    try {
      return 'source' in place
        ? await openLocal(place.source, encoder)
        : await shared?.open(place.shared, encoder.fingerprint);
    } catch (error) {
      const reason = 'source' in place ? whyLeftOut(place.source, error) : whyNotShared(error);
      if (reason === undefined) {
        throw error;
      }
      options.onNotice?.(reason);
      return undefined;
    }
  };

  const openAll = async (): Promise<OpenedService> => {
    const encoder = createCachedEncoder(await encoderProcess.encoder());
    const stores: ConceptStore[] = [];
    for (const place of await chooseVocabularies(options, options.vocabularies, shared)) {
      const store = await openPlace(place, encoder);
      if (store) {
        stores.push(store);
        openedStores.push(store);
      }
    }
    return { linker: createLinker(stores, encoder), stores, encoder: encoder.description };
  };

  return {
    get encoderState() {
      return encoderProcess.state;
    },
    open() {
      opened ??= openAll().catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    async inspect() {
      const { description } = await encoderProcess.encoder();
      const outdated: OutdatedVocabulary[] = [];
      // What is shared is not encoded again for one of those who use it.
      for (const place of await chooseVocabularies(options, options.vocabularies, shared)) {
        if ('shared' in place) {
          continue;
        }
        const { source } = place;
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
      const close = (): void => {
        openedStores.forEach((store) => {
          store.close();
        });
        shared?.close();
      };
      void (opened ?? Promise.resolve()).then(close, close);
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
