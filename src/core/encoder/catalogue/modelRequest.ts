import type { CatalogueEntry } from './catalogue.ts';
import { ModelIdError, NotPublishedError, UnknownModelError } from './catalogueErrors.ts';
import { exportRemedy } from './exportRemedy.ts';
import { bundledModels } from '../model/findModelFolder.ts';
import { idOfRepository } from './modelId.ts';

/** What is to be fetched, and what it will be called here. */
export interface ModelRequest {
  readonly id: string;
  readonly repository: string;
  readonly revision: string;
  readonly entry: CatalogueEntry | undefined;
}

/**
 * @param model an id of the catalogue, or a repository's `OWNER/NAME`.
 * @throws {UnknownModelError} {@link NotPublishedError} {@link ModelIdError}
 */
export function resolveRequest(
  model: string,
  revision: string | undefined,
  catalogue: readonly CatalogueEntry[],
): ModelRequest {
  if (bundledModels.includes(model)) {
    throw new ModelIdError(`The encoder "${model}" comes with TermLens; there is nothing to fetch.`);
  }
  const entry = catalogue.find(({ id, repository }) => id === model || repository === model);
  if (entry?.repository !== undefined && entry.revision !== undefined) {
    return {
      id: entry.id,
      repository: entry.repository,
      revision: requireRevision(revision ?? entry.revision),
      entry,
    };
  }
  if (entry) {
    throw new NotPublishedError(
      `No ONNX export of ${entry.title} is published. ${exportRemedy(entry.source, entry.id)}`,
    );
  }
  if (!/^[\w.-]+\/[\w.-]+$/u.test(model)) {
    throw new UnknownModelError(
      model,
      catalogue.map(({ id }) => id),
    );
  }
  // Asked for by the name of its repository, one that is to be brought may have been published since.
  const published = catalogue.find(({ source }) => source === model);
  return {
    id: published?.id ?? idOfRepository(model),
    repository: model,
    revision: requireRevision(revision ?? 'main'),
    entry: published,
  };
}

/** It becomes part of addresses and, in the cache, the name of a file. */
function requireRevision(revision: string): string {
  const parts = revision.split('/');
  if (!parts.every((part) => /^[\w.-]+$/u.test(part) && !/^\.+$/u.test(part))) {
    throw new ModelIdError(`${JSON.stringify(revision)} is no revision. Name a branch, a tag or a commit.`);
  }
  return revision;
}
