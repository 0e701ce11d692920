import { join } from 'node:path';
import type { ConceptStore, MadeWith } from '../conceptStore/conceptStore.ts';
import { ensureConceptStore, inspectConceptStore } from '../conceptStore/ensureConceptStore.ts';
import { createInstalledSource, listInstalledVocabularies } from '../conceptStore/installedVocabularies.ts';
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
import { readBundledVocabulary, type VocabularySource } from '../vocabulary/vocabularySource.ts';
import type { ImportProblem } from '../vocabulary/importProblem.ts';
import { isOwnVocabulary, ownFolder, userPlace, type OwnPlace } from '../vocabulary/own/ownPlace.ts';
import { createLinker, type Linker } from './linker.ts';
import { createOpenStores } from './openStores.ts';
import { createOwnSources } from './ownSources.ts';

export interface LinkingServiceOptions extends Folders {
  readonly encoder: Omit<EncoderOptions, 'modelFolder'> & {
    /** An id of a bundled or installed model, or the absolute path of a model folder. */
    readonly model: string;
    readonly idleTimeoutMs: number;
  };
  /** Ids in order of preference; empty for all. */
  readonly vocabularies: readonly string[];
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

/** None of the vocabularies that the settings name is there. */
export class NoVocabularyError extends Error {
  override readonly name = 'NoVocabularyError';
}

/** They come with TermLens, and their stores are made of them again when they change. */
export const bundledVocabularies: readonly string[] = ['starter'];

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
  let opening: Promise<LoadedEncoder> | undefined;
  let current: OpenedService | undefined;

  const readOwnSources = createOwnSources({
    places: options.ownPlaces ?? ((): OwnPlace[] => [userPlace(options.dataFolder)]),
    ...(options.onOwnProblems && { onProblems: options.onOwnProblems }),
  });
  const readSources = async (): Promise<VocabularySource[]> => {
    const added = (await listInstalledVocabularies(options.dataFolder)).filter(
      ({ id }) => !bundledVocabularies.includes(id),
    );
    const ids = chooseVocabularies(options.vocabularies, [
      ...bundledVocabularies,
      ...added.map(({ id }) => id),
    ]);
    return Promise.all(
      ids.map(async (id) => {
        const manifest = added.find((other) => other.id === id);
        return manifest
          ? createInstalledSource(options.dataFolder, manifest)
          : readBundledVocabulary(join(options.installFolder, 'vocabularies', id));
      }),
    );
  };

  const openStore = async (
    source: VocabularySource,
    encoder: LoadedEncoder,
  ): Promise<ConceptStore | undefined> => {
    const { id, title } = source.description;
    try {
      return await ensureConceptStore(source, {
        dataFolder: isOwnVocabulary(id) ? ownFolder(options.dataFolder) : options.dataFolder,
        encoder,
        madeWith: { model, precision: encoder.description.precision },
        signal: disposed.signal,
        onProgress: (done, total) => options.onBuildProgress?.(title, done, total),
      });
    } catch (error) {
      if (bundledVocabularies.includes(id) || !isDatabaseError(error)) {
        throw error;
      }
      // The others serve meanwhile.
      options.onNotice?.(
        `The vocabulary "${id}" (${title}) is damaged and is left out. Add it again, or remove it: termlens vocabulary remove ${id}`,
      );
      return undefined;
    }
  };

  const openStores = createOpenStores({
    readSources: async () => [...(await readOwnSources()), ...(await readSources())],
    open: async (source) => openStore(source, await encoderProcess.encoder()),
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
      current = { linker: createLinker(stores, encoder), stores, encoder: encoder.description };
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
      for (const source of await readSources()) {
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
    },
  };
}

/** What SQLite throws when the database that a store is to be built again from cannot be read. */
function isDatabaseError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
}

function chooseVocabularies(wanted: readonly string[], installed: readonly string[]): readonly string[] {
  const chosen = wanted.length === 0 ? installed : wanted.filter((id) => installed.includes(id));
  if (chosen.length === 0) {
    throw new NoVocabularyError(
      `None of the vocabularies in "termlens.vocabularies" (${wanted.join(', ')}) is installed. ` +
        `Empty the setting to use all, or name one of: ${installed.join(', ')}.`,
    );
  }
  return chosen;
}
