import type { ConceptStore } from '../core/conceptStore/conceptStore.ts';
import type { EncoderDescription } from '../core/encoder/encoder.ts';
import type { LinkOptions } from '../core/linking/candidate.ts';
import type { Linker } from '../core/linking/linker.ts';
import {
  createLinkingService,
  type LinkingService,
  type OpenedService,
} from '../core/linking/linkingService.ts';
import type { ServerStatus, VocabularyInfo } from '../protocol/messages.ts';
import type { TermLensSettings } from '../protocol/settings.ts';

export interface EngineOptions {
  readonly installFolder: string;
  readonly dataFolder: string;
  onStatusChanged(status: ServerStatus): void;
  /** `done` of `total` names of the vocabulary `title` are encoded. */
  onBuildProgress(title: string, done: number, total: number): void;
  /** Nothing is being built any more, be it done, failed or given up. */
  onBuildEnded(): void;
}

/** The linking service that fits the settings of the moment, and what the user is told about it. */
export interface Engine {
  readonly status: ServerStatus;
  readonly settings: TermLensSettings;
  readonly linkOptions: LinkOptions;
  linker(): Promise<Linker>;
  stores(): Promise<readonly ConceptStore[]>;
  /** Takes new settings; what they do not touch stays loaded. */
  configure(settings: TermLensSettings): void;
  restart(): void;
  dispose(): void;
}

const minuteMs = 60_000;

export function createEngine(initial: TermLensSettings, options: EngineOptions): Engine {
  let settings = initial;
  let stores: readonly ConceptStore[] = [];
  /** What was loaded last; it says what will be loaded again when the encoder sleeps. */
  let encoder: EncoderDescription | undefined;
  let opening: 'opening' | 'open' | { readonly failed: string } = 'opening';
  let service = createService();

  function createService(): LinkingService {
    const { model, precision, executionProvider, idleTimeoutMinutes } = settings.encoder;
    const created: LinkingService = createLinkingService({
      installFolder: options.installFolder,
      dataFolder: options.dataFolder,
      encoder: { model, precision, executionProvider, idleTimeoutMs: idleTimeoutMinutes * minuteMs },
      vocabularies: settings.vocabularies,
      onEncoderState: () => {
        // The service tells of its encoder's end also while it is being replaced.
        if (created === service) {
          options.onStatusChanged(readStatus());
        }
      },
      onBuildProgress: (title, done, total) => {
        if (created === service) {
          options.onBuildProgress(title, done, total);
        }
      },
    });
    return created;
  }

  const open = async (): Promise<OpenedService> => {
    const opened = service;
    const wasOpen = opening === 'open';
    try {
      const result = await opened.open();
      if (opened === service) {
        stores = result.stores;
        encoder = result.encoder;
        opening = 'open';
      }
      return result;
    } catch (error) {
      if (opened === service) {
        opening = { failed: error instanceof Error ? error.message : String(error) };
      }
      throw error;
    } finally {
      if (opened === service) {
        options.onBuildEnded();
      }
      if (!wasOpen) {
        options.onStatusChanged(readStatus());
      }
    }
  };

  const replaceService = (): void => {
    service.dispose();
    options.onBuildEnded();
    stores = [];
    encoder = undefined;
    opening = 'opening';
    service = createService();
  };

  function readStatus(): ServerStatus {
    const encoderState = service.encoderState;
    const ready = encoderState.state === 'ready' ? encoderState : undefined;
    const description = ready?.description ?? encoder;
    const common = {
      vocabularies: stores.map(describeVocabulary),
      ...(description && {
        encoder: { ...description, ...(ready?.processId !== undefined && { processId: ready.processId }) },
      }),
    };
    if (encoderState.state === 'failed') {
      return { ...common, state: 'failed', message: encoderState.message };
    }
    if (typeof opening === 'object') {
      return { ...common, state: 'failed', message: opening.failed };
    }
    if (opening === 'opening' || encoderState.state === 'loading') {
      return { ...common, state: 'starting' };
    }
    return { ...common, state: encoderState.state === 'ready' ? 'ready' : 'sleeping' };
  }

  return {
    get status() {
      return readStatus();
    },
    get settings() {
      return settings;
    },
    get linkOptions() {
      return settings.linking;
    },
    linker: async () => (await open()).linker,
    stores: async () => (await open()).stores,
    configure(next) {
      const engineSettings = ({ encoder, vocabularies }: TermLensSettings): string =>
        JSON.stringify([encoder, vocabularies]);
      const changed = engineSettings(next) !== engineSettings(settings);
      settings = next;
      if (changed) {
        replaceService();
      }
    },
    restart: replaceService,
    dispose: () => {
      service.dispose();
    },
  };
}

export function describeVocabulary({ manifest, folder }: ConceptStore): VocabularyInfo {
  const { id, title, version, licence, source, conceptCount, nameCount, vectorEngine } = manifest;
  return { id, title, version, licence, source, conceptCount, nameCount, vectorEngine, folder };
}
