/** The user asked for what is not done to this vocabulary, or in this way. */
export class VocabularyCommandError extends Error {
  override readonly name = 'VocabularyCommandError';
}
