import type { ConceptStore } from '../conceptStore.ts';
import { StoreReplacedError } from '../storeErrors.ts';
import { createConnectionPool, type ConnectionPool, type SharedStoreOptions } from './connect.ts';
import { openSharedStore } from './openSharedStore.ts';
import { listSharedVocabularies, type SharedVocabulary } from './sharedVocabularies.ts';

/** The vocabularies of a database for reading, over connections that all of them share. */
export interface SharedStores {
  list(): Promise<SharedVocabulary[]>;
  /** As `openSharedStore`. */
  open(vocabulary: SharedVocabulary, encoderFingerprint: string): Promise<ConceptStore>;
  close(): void;
}

/** @param onReplaced a release that is open is no longer there: whoever asks has to open what is. */
export function createSharedStores(options: SharedStoreOptions, onReplaced: () => void): SharedStores {
  let connected: Promise<ConnectionPool> | undefined;
  const connect = async (): Promise<ConnectionPool> => {
    const pool = await createConnectionPool(options);
    return {
      ...pool,
      query: (text, values) =>
        pool.query<never>(text, values).catch((error: unknown) => {
          if (error instanceof StoreReplacedError) {
            onReplaced();
          }
          throw error;
        }),
    };
  };
  const pool = (): Promise<ConnectionPool> => {
    connected ??= connect().catch((error: unknown) => {
      connected = undefined;
      throw error;
    });
    return connected;
  };
  return {
    list: async () => listSharedVocabularies(await pool()),
    open: async (vocabulary, fingerprint) => openSharedStore(await pool(), vocabulary, fingerprint),
    close() {
      connected?.then(
        (opened) => {
          opened.close();
        },
        () => undefined,
      );
    },
  };
}
