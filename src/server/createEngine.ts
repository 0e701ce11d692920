import type { ConceptStore } from '../core/conceptStore/conceptStore.ts';
import type { MadeWith } from '../core/conceptStore/storeManifest.ts';
import type { EncoderDescription } from '../core/encoder/encoder.ts';
import {
  commonOrigin,
  createLinkingService,
  type LeasedService,
  type LinkingService,
  type OpenedService,
} from '../core/linking/service/linkingService.ts';
import type { ServerStatus } from '../protocol/messages.ts';
import type { TermLensSettings } from '../protocol/settings.ts';
import { describeStatus, type Opening } from './describe.ts';
import type { Engine, EngineOptions } from './engine.ts';

const minuteMs = 60_000;

export function createEngine(initial: TermLensSettings, options: EngineOptions): Engine {
  let settings = initial;
  let stores: readonly ConceptStore[] = [];
  /** What was loaded last; it says what will be loaded again when the encoder sleeps. */
  let encoder: EncoderDescription | undefined;
  let madeWith: MadeWith | undefined;
  let opening: Opening = 'opening';
  let service = createService(settings);
  /** Loads and builds what new settings want while `service` goes on. */
  let successor: LinkingService | undefined;
  let predecessorSearch: Promise<void> | undefined;
  /** How many refreshes are under way. */
  let refreshes = 0;

  function createService(wanted: TermLensSettings): LinkingService {
    const { encoder: chosen, vocabularies, store, offline } = wanted;
    const { model, precision, executionProvider, idleTimeoutMinutes } = chosen;
    const created: LinkingService = createLinkingService({
      installFolder: options.installFolder,
      dataFolder: options.dataFolder,
      encoder: { model, precision, executionProvider, idleTimeoutMs: idleTimeoutMinutes * minuteMs },
      vocabularies,
      sharedStore:
        store.url === '' ? undefined : { url: store.url, password: options.storePassword, offline },
      onNotice: options.onNotice,
      ownPlaces: options.ownPlaces,
      onOwnProblems: options.onOwnProblems,
      onEncoderState: (state) => {
        // The service tells of its encoder's end also while it is being replaced.
        if (created === service) {
          encoder = state.state === 'ready' && opening === 'open' ? state.description : encoder;
          options.onStatusChanged(readStatus());
        }
      },
      onBuildProgress: (title, done, total) => {
        if (created === service || created === successor) {
          options.onBuildProgress(title, done, total);
        }
      },
    });
    return created;
  }

  const setOpened = (result: OpenedService): void => {
    stores = result.stores;
    encoder = result.encoder;
    madeWith = result.madeWith;
    opening = 'open';
  };

  const lease = async (): Promise<LeasedService> => {
    const wasOpen = opening === 'open';
    predecessorSearch ??= serveWithPredecessor();
    await predecessorSearch;
    const opened = service;
    try {
      const result = await opened.lease();
      if (opened === service) {
        setOpened(result);
      }
      return result;
    } catch (error) {
      if (opened === service) {
        opening = { failed: messageOf(error) };
      }
      throw error;
    } finally {
      if (opened === service) {
        tellBuildEnded();
      }
      if (!wasOpen) {
        options.onStatusChanged(readStatus());
      }
    }
  };

  const warmUp = async (): Promise<void> => {
    (await lease())[Symbol.dispose]();
  };

  /** Unless others are still building. */
  const tellBuildEnded = (): void => {
    if (successor === undefined && refreshes === 0) {
      options.onBuildEnded();
    }
  };

  const refreshService = async (refreshed: LinkingService): Promise<void> => {
    try {
      const result = await refreshed.refresh();
      if (refreshed === service) {
        setOpened(result);
      }
    } catch (error) {
      if (refreshed === service) {
        throw error;
      }
      // Replaced meanwhile: what took its place has read anew what vocabularies there are.
      await warmUp();
    }
  };

  /**
   * At the start: where the vocabularies hold another encoder's vectors, that one serves while they are encoded
   * again. What goes wrong here goes wrong again, and is told, when the service is opened.
   */
  const serveWithPredecessor = async (): Promise<void> => {
    const wanted = service;
    const { outdated } = await wanted.inspect().catch(() => ({ outdated: [] }));
    const madeWith = commonOrigin(outdated);
    if (madeWith === undefined || wanted !== service) {
      return;
    }
    const { model, precision } = madeWith;
    const predecessor = createService({ ...settings, encoder: { ...settings.encoder, model, precision } });
    // It must be able to serve as it is: were its model gone or changed, it would build as well.
    const inspected = await predecessor.inspect().catch(() => undefined);
    if (inspected?.outdated.length !== 0 || wanted !== service) {
      predecessor.dispose();
      return;
    }
    service = predecessor;
    void succeed(wanted);
  };

  /** Puts `next` in the place of the service once it can serve; the user decides whether it may build. */
  const succeed = async (next: LinkingService): Promise<void> => {
    successor?.dispose();
    successor = next;
    try {
      const { outdated, encoder: nextEncoder } = await next.inspect();
      const isWanted =
        outdated.length === 0 || (await options.offerReencoding({ encoder: nextEncoder, outdated }));
      if (successor !== next) {
        return;
      }
      if (!isWanted) {
        successor = undefined;
        next.dispose();
        const { encoder: kept } = await service.inspect();
        options.onNotice(
          `The vocabularies stay encoded with ${kept.modelTitle}, which goes on. ` +
            'To use the encoder of the settings, choose it again with "TermLens: Select Encoder…".',
        );
        return;
      }
      await next.open();
      // What came while it was building.
      const result = await next.refresh();
      if (successor === next) {
        replaceService(next);
        setOpened(result);
      }
    } catch (error) {
      if (successor === next) {
        replaceService(next);
        opening = { failed: messageOf(error) };
      }
    } finally {
      options.onStatusChanged(readStatus());
    }
  };

  const reload = (): void => {
    if (opening === 'open') {
      void succeed(createService(settings));
    } else {
      replaceService(createService(settings));
      // What goes wrong is in the status.
      warmUp().catch(() => undefined);
    }
  };

  const replaceService = (next: LinkingService): void => {
    const replaced = service;
    service = next;
    if (successor !== next) {
      successor?.dispose();
    }
    successor = undefined;
    stores = [];
    encoder = undefined;
    madeWith = undefined;
    opening = 'opening';
    replaced.dispose();
    options.onBuildEnded();
  };

  function readStatus(): ServerStatus {
    return describeStatus({ encoderState: service.encoderState, opening, encoder, stores });
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
    get encoderFingerprint() {
      return encoder?.fingerprint;
    },
    get madeWith() {
      return madeWith;
    },
    get measurement() {
      return encoder?.measurement;
    },
    lease,
    async refreshVocabularies() {
      refreshes += 1;
      try {
        await warmUp();
        await refreshService(service);
      } finally {
        refreshes -= 1;
        tellBuildEnded();
        options.onStatusChanged(readStatus());
      }
    },
    warmUp,
    wakeEncoder() {
      if (opening === 'open') {
        service.wakeEncoder();
      }
    },
    async measureEncoder(refresh, signal, onAttempt) {
      const measured = service;
      using before = await lease();
      const known = refresh ? undefined : before.encoder.measurement;
      const measurement = known ?? (await measured.measureEncoder(signal, onAttempt));
      const state = measured.encoderState;
      const after = state.state === 'ready' ? state.description : before.encoder;
      if (after.fingerprint !== before.encoder.fingerprint && measured === service) {
        // Other weights are the fastest now, and the stores do not fit them.
        void succeed(createService(settings));
      }
      return { encoder: after, measurement };
    },
    configure(next) {
      const engineSettings = (of: TermLensSettings): string =>
        JSON.stringify([of.encoder, of.vocabularies, of.store, of.store.url !== '' && of.offline]);
      const changed = engineSettings(next) !== engineSettings(settings);
      settings = next;
      if (changed) {
        reload();
      }
    },
    reload,
    restart: () => {
      predecessorSearch = undefined;
      replaceService(createService(settings));
    },
    dispose: () => {
      successor?.dispose();
      service.dispose();
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
