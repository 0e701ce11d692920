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
