import { join } from 'node:path';
import type { ConceptStore } from '../conceptStore/conceptStore.ts';
import { ensureConceptStore } from '../conceptStore/ensureConceptStore.ts';
import { createCachedEncoder } from '../encoder/cachedEncoder.ts';
import type { EncoderDescription, EncoderOptions } from '../encoder/encoder.ts';
import { createEncoderProcess, type EncoderState } from '../encoder/host/encoderProcess.ts';
import { readBundledVocabulary } from '../vocabulary/vocabularySource.ts';
import { createLinker, type Linker } from './linker.ts';

export interface LinkingServiceOptions {
  /** The folder that TermLens is installed in: holds `models/`, `vocabularies/` and `dist/`. */
  readonly installFolder: string;
  readonly dataFolder: string;
  readonly encoder: Omit<EncoderOptions, 'modelFolder'> & {
    /** An id of a bundled or installed model, or the absolute path of a model folder. */
    readonly model: string;
    readonly idleTimeoutMs: number;
  };
  /** Ids in order of preference; empty for all. */
  readonly vocabularies: readonly string[];
  readonly onEncoderState?: (state: EncoderState) => void;
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

/** Everything it takes to link: the encoder's process, the vocabularies' stores, and the linker over them. */
export interface LinkingService {
  readonly encoderState: EncoderState;
  /** Loads and builds what is missing; a failure is tried again at the next call. */
  open(): Promise<OpenedService>;
  restartEncoder(): void;
  dispose(): void;
}

/** None of the vocabularies that the settings name is there. */
export class NoVocabularyError extends Error {
  override readonly name = 'NoVocabularyError';
}

const bundledVocabularies = ['starter'];
const bundledModels = ['starter'];

export function createLinkingService(options: LinkingServiceOptions): LinkingService {
  const { model, idleTimeoutMs, precision, executionProvider } = options.encoder;
  const encoderProcess = createEncoderProcess({
    modelFolder: resolveModelFolder(model, options),
    precision,
    executionProvider,
    idleTimeoutMs,
    hostScript: join(options.installFolder, 'dist', 'encoderHost.js'),
    ...(options.onEncoderState && { onStateChange: options.onEncoderState }),
  });
  const disposed = new AbortController();
  let opened: Promise<OpenedService> | undefined;

  const openAll = async (): Promise<OpenedService> => {
    const encoder = createCachedEncoder(await encoderProcess.encoder());
    const stores: ConceptStore[] = [];
    for (const id of chooseVocabularies(options.vocabularies)) {
      const source = await readBundledVocabulary(join(options.installFolder, 'vocabularies', id));
      const store = await ensureConceptStore(source, {
        dataFolder: options.dataFolder,
        encoder,
        signal: disposed.signal,
        onProgress: (done, total) => options.onBuildProgress?.(source.description.title, done, total),
      });
      stores.push(store);
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
    restartEncoder: encoderProcess.restart,
    dispose() {
      disposed.abort(new Error('TermLens is closing.'));
      encoderProcess.dispose();
      void opened?.then(
        ({ stores }) => {
          stores.forEach((store) => {
            store.close();
          });
        },
        () => undefined,
      );
    },
  };
}

function resolveModelFolder(model: string, { installFolder, dataFolder }: LinkingServiceOptions): string {
  if (bundledModels.includes(model)) {
    return join(installFolder, 'models', model);
  }
  // An installed model is named by its id; anything with a separator is a path of the user's own.
  return /[\\/]/u.test(model) ? model : join(dataFolder, 'models', model);
}

function chooseVocabularies(wanted: readonly string[]): readonly string[] {
  const chosen =
    wanted.length === 0 ? bundledVocabularies : wanted.filter((id) => bundledVocabularies.includes(id));
  if (chosen.length === 0) {
    throw new NoVocabularyError(
      `None of the vocabularies in "termlens.vocabularies" (${wanted.join(', ')}) is installed. ` +
        `Empty the setting to use all, or name one of: ${bundledVocabularies.join(', ')}.`,
    );
  }
  return chosen;
}
