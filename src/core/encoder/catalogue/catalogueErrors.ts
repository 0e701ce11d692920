import { EncoderError } from '../encoderErrors.ts';

/** Base of what can go wrong between the name of a model and its folder on this machine. */
export class CatalogueError extends EncoderError {
  override readonly name: string = 'CatalogueError';
}

/** The catalogue that comes with TermLens is missing or damaged. */
export class DamagedCatalogueError extends CatalogueError {
  override readonly name = 'DamagedCatalogueError';

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem} Reinstall TermLens.`, options);
  }
}

/** What was asked for is neither in the catalogue nor the name of a repository. */
export class UnknownModelError extends CatalogueError {
  override readonly name = 'UnknownModelError';

  constructor(model: string, known: readonly string[]) {
    super(
      `There is no encoder ${JSON.stringify(model)} in the catalogue. It has: ${known.join(', ')}. ` +
        'A repository of the Hugging Face hub is named OWNER/NAME.',
    );
  }
}

/** There is nothing to fetch; the user can make the model's files, and the message says how. */
export class NotPublishedError extends CatalogueError {
  override readonly name = 'NotPublishedError';
}

/** A repository does not have the weights that were asked for. */
export class PrecisionNotPublishedError extends CatalogueError {
  override readonly name = 'PrecisionNotPublishedError';

  constructor(repository: string, asked: readonly string[], published: readonly string[]) {
    super(`${repository} has no ${asked.join(', ')} weights. It has: ${published.join(', ')}.`);
  }
}

/** The hub does not hand something out. */
export class HubAccessError extends CatalogueError {
  override readonly name = 'HubAccessError';
}

/** The hub's answer is not what its interface promises. */
export class HubAnswerError extends CatalogueError {
  override readonly name = 'HubAnswerError';

  constructor(endpoint: string, problem: string, options?: ErrorOptions) {
    super(
      `${endpoint} answered, but not as the Hugging Face hub does (${problem}). ` +
        'Check HF_ENDPOINT if it is set, or try again later.',
      options,
    );
  }
}

/** What came, whole as it is, cannot be an encoder. */
export class UnusableModelError extends CatalogueError {
  override readonly name = 'UnusableModelError';
}

/** An id that cannot be a folder's name, or is taken. */
export class ModelIdError extends CatalogueError {
  override readonly name = 'ModelIdError';
}

/** A folder or archive that cannot be imported. */
export class ImportError extends CatalogueError {
  override readonly name = 'ImportError';

  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options);
  }
}

/** The folder of installed models cannot be written. */
export class ModelsFolderError extends CatalogueError {
  override readonly name = 'ModelsFolderError';

  constructor(folder: string, cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    super(
      full
        ? `${folder}: the disk is full. Make room and try again.`
        : `${folder} cannot be written (${code ?? message}). Check who owns the folder, its permissions, and that ` +
            'no program has its files open; or set TERMLENS_HOME to another folder.',
      { cause },
    );
  }
}
