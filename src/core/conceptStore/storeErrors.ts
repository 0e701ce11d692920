/** A store on disk is incomplete or damaged. Names the file and the remedy. */
export class ConceptStoreError extends Error {
  override readonly name = 'ConceptStoreError';
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(
      `${file}: ${problem} Delete the folder; a vocabulary that comes with TermLens is built again at the next ` +
        'start, and one that you added has to be added again.',
      options,
    );
    this.file = file;
  }
}

/** The store's vectors were made by another encoder than the one that would search them. */
export class EncoderMismatchError extends Error {
  override readonly name = 'EncoderMismatchError';

  constructor(vocabulary: string, storeFingerprint: string, encoderFingerprint: string) {
    super(
      `The vectors of vocabulary "${vocabulary}" were made by another encoder (${storeFingerprint.slice(0, 8)}) than ` +
        `the one in use (${encoderFingerprint.slice(0, 8)}). Rebuild the vocabulary, or choose its encoder again.`,
    );
  }
}

/** A file of a store that is being built cannot be written, as on a full disk. */
export class StoreFileError extends Error {
  override readonly name = 'StoreFileError';

  constructor(file: string, cause: unknown) {
    super(`${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The folder that holds the stores cannot be written. */
export class StoreFolderError extends Error {
  override readonly name = 'StoreFolderError';

  constructor(folder: string, cause: unknown) {
    super(
      `${folder}: the concept store cannot be written here (${cause instanceof Error ? cause.message : String(cause)}). ` +
        'Make room there or make the folder writable, or name another one in the environment variable TERMLENS_HOME.',
      { cause },
    );
  }
}

/** Something about the database that vocabularies are shared in; the message names it and what to do. */
export class SharedStoreError extends Error {
  constructor(at: string, problem: string, cause?: unknown) {
    super(`The shared store ${at}: ${problem}`, { cause });
  }
}

/** `termlens.store.url` is no address of a database, or may not be used. */
export class StoreAddressError extends Error {
  override readonly name = 'StoreAddressError';

  constructor(problem: string, options?: ErrorOptions) {
    super(
      `The address of the shared store ("termlens.store.url", TERMLENS_STORE_URL) cannot be used: ${problem} ` +
        'It looks like postgresql://user@host:5432/database?sslmode=verify-full',
      options,
    );
  }
}

/** `termlens.offline` is on, and the database is on another machine. */
export class StoreOfflineError extends SharedStoreError {
  override readonly name = 'StoreOfflineError';

  constructor(at: string) {
    super(
      at,
      'it is not on this machine, and "termlens.offline" forbids every connection. Empty "termlens.store.url", or ' +
        'switch "termlens.offline" off.',
    );
  }
}

export class StoreUnreachableError extends SharedStoreError {
  override readonly name = 'StoreUnreachableError';

  constructor(at: string, reason: string, cause: unknown) {
    super(
      at,
      `it cannot be reached (${reason}). Check the network and "termlens.store.url", or empty that setting to work ` +
        'without it; TermLens tries again with the next request.',
      cause,
    );
  }
}

export class StorePasswordError extends SharedStoreError {
  override readonly name = 'StorePasswordError';

  constructor(at: string, cause: unknown) {
    super(
      at,
      `it refused the user or the password (${cause instanceof Error ? cause.message : String(cause)}). Set the ` +
        'password with the command "TermLens: Set Store Password…", on the command line with PGPASSWORD or ' +
        'PostgreSQL’s password file.',
      cause,
    );
  }
}

export class StoreEncryptionError extends SharedStoreError {
  override readonly name = 'StoreEncryptionError';

  constructor(at: string, reason: string, cause: unknown) {
    super(
      at,
      `no encrypted connection came about (${reason}). Name the certificates of your organization with sslrootcert=FILE ` +
        'in the address, or another sslmode: require (encrypted, the server unchecked) or disable.',
      cause,
    );
  }
}

export class StoreAccessError extends SharedStoreError {
  override readonly name = 'StoreAccessError';

  constructor(at: string, cause: unknown) {
    super(
      at,
      `the user may not do that (${cause instanceof Error ? cause.message : String(cause)}). Whoever reads needs USAGE ` +
        'on the schema "termlens" and SELECT on its tables; whoever adds vocabularies has to own it, and needs ' +
        'CREATE on the database when it is first used.',
      cause,
    );
  }
}

export class MissingExtensionError extends SharedStoreError {
  override readonly name = 'MissingExtensionError';

  constructor(at: string, problem: string, cause?: unknown) {
    super(
      at,
      `${problem} Have an administrator install pgvector 0.7 or later on the server and run in this database: ` +
        'CREATE EXTENSION vector',
      cause,
    );
  }
}

/** The database keeps other characters than those of names. */
export class StoreEncodingError extends SharedStoreError {
  override readonly name = 'StoreEncodingError';

  constructor(at: string, encoding: string) {
    super(
      at,
      `its encoding, ${encoding}, has no room for every name. Have an administrator make another database for it: ` +
        "CREATE DATABASE terms ENCODING 'UTF8' TEMPLATE template0",
    );
  }
}

/** The tables are of another version of TermLens. */
export class StoreVersionError extends SharedStoreError {
  override readonly name = 'StoreVersionError';

  constructor(at: string, version: number, own: number) {
    super(
      at,
      version > own
        ? `its tables are of a newer version of TermLens (${version}, this one knows ${own}). Update TermLens.`
        : `its tables are of an older version of TermLens (${version}, this one needs ${own}). Have its owner run ` +
            'DROP SCHEMA termlens CASCADE and add the vocabularies again.',
    );
  }
}

export class StoreFullError extends SharedStoreError {
  override readonly name = 'StoreFullError';

  constructor(at: string, cause: unknown) {
    super(
      at,
      'the server has no space left on its disk or in its memory. The vocabularies that are there are unharmed; make ' +
        'room and run the same command again, it goes on where it was.',
      cause,
    );
  }
}

/** The release that was opened has been removed, or replaced twice. */
export class StoreReplacedError extends SharedStoreError {
  override readonly name = 'StoreReplacedError';

  constructor(at: string, cause: unknown) {
    super(
      at,
      'a vocabulary was removed or replaced while it was in use. The next request opens what is there now.',
      cause,
    );
  }
}

/** A vocabulary's rows are not what its manifest says. */
export class SharedVocabularyError extends SharedStoreError {
  override readonly name = 'SharedVocabularyError';

  constructor(at: string, vocabulary: string, problem: string) {
    super(
      at,
      `the vocabulary "${vocabulary}" is damaged (${problem}). Remove it and add it again: termlens vocabulary remove ${vocabulary}`,
    );
  }
}
