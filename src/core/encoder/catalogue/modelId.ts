import { bundledModels } from '../model/findModelFolder.ts';
import { ModelIdError } from './catalogueErrors.ts';

/** Names that Windows keeps for devices, with any ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

/** Whether it can be the name of a folder on every platform, and nothing but that. */
export function isModelId(text: string): boolean {
  return (
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/u.test(text) &&
    !text.includes('..') &&
    !devices.test(text)
  );
}

/**
 * An id that the user chose.
 * @throws {ModelIdError}
 */
export function requireModelId(id: string): string {
  if (!isModelId(id)) {
    throw new ModelIdError(
      `${JSON.stringify(id)} cannot be an encoder's id. Use letters, digits, "-", "_" and "."; the first and ` +
        'last a letter or digit.',
    );
  }
  if (bundledModels.includes(id)) {
    throw new ModelIdError(`The id "${id}" is that of an encoder that comes with TermLens. Use another one.`);
  }
  return id;
}

/** Folder name for a repository of the hub: `owner--name`, as the hub's own cache has it. */
export function idOfRepository(repository: string): string {
  return requireModelId(repository.split('/').join('--'));
}

/** The nearest that can be an id, for the name of a folder or archive. */
export function toModelId(name: string): string {
  const id = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/gu, '-')
    .replace(/\.{2,}/gu, '.')
    .slice(0, 100)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/gu, '');
  return isModelId(id) ? id : `model-${id}`.replace(/[^A-Za-z0-9]+$/u, '');
}
