/** The catalogue that comes with TermLens is missing or damaged. */
export class DamagedVocabularyCatalogueError extends Error {
  override readonly name = 'DamagedVocabularyCatalogueError';

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: the catalogue cannot be read (${problem}). Reinstall TermLens.`, options);
  }
}

/** What was asked for is no file, no address, and nothing that the catalogue has. */
export class UnknownVocabularyError extends Error {
  override readonly name = 'UnknownVocabularyError';

  constructor(typed: string, near: readonly string[]) {
    const meant = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
    super(
      `There is no file and no known vocabulary ${JSON.stringify(typed)}.${meant} ` +
        'Name a file, an https address, or one that `termlens vocabulary known` lists.',
    );
  }
}

/** A way to get files that TermLens does not know. */
export class VocabularyAddressError extends Error {
  override readonly name = 'VocabularyAddressError';
}

/** Its publisher gives it to people who have an account or have accepted a licence; the message says where. */
export class VocabularyToBringError extends Error {
  override readonly name = 'VocabularyToBringError';
}
