import type { SharedStoreOptions } from '../core/conceptStore/postgres/connect.ts';

/** A database in place of the data folder, for the vocabularies that are added. */
export interface SharedStoreChoice {
  /** Without one TERMLENS_STORE_URL counts. */
  readonly store?: string;
}

/** The password comes from PGPASSWORD or PostgreSQL's password file. */
export function sharedStoreOf({ store }: SharedStoreChoice): SharedStoreOptions | undefined {
  const url = (store ?? process.env['TERMLENS_STORE_URL'] ?? '').trim();
  return url === '' ? undefined : { url, offline: false };
}
