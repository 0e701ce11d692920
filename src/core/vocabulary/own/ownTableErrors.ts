/** A table of own concepts cannot be read or changed as it is; the message says why and what to do. */
export class OwnTableError extends Error {
  override readonly name: string = 'OwnTableError';
  readonly file: string;

  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${reason}`, options);
    this.file = file;
  }
}

/** What somebody wants to add cannot be a concept or a name of one. */
export class OwnConceptError extends Error {
  override readonly name = 'OwnConceptError';
}
