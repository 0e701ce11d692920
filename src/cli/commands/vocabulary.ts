import type { ConceptStore } from '../../core/conceptStore/conceptStore.ts';
import { printJson, printTable } from '../printTable.ts';
import { withLinking, type SessionOptions } from '../session.ts';

/** The user named something that is not there. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';
}

/** `termlens vocabulary list`. */
export async function listVocabularies(installFolder: string, options: SessionOptions): Promise<void> {
  await withLinking(installFolder, options, ({ stores }) => {
    const vocabularies = stores.map(describe);
    if (options.json) {
      printJson(vocabularies);
    } else {
      printTable(
        ['Id', 'Title', 'Version', 'Concepts', 'Names', 'Licence'],
        vocabularies.map((v) => [
          v.id,
          v.title,
          v.version,
          String(v.conceptCount),
          String(v.nameCount),
          v.licence,
        ]),
      );
    }
    return Promise.resolve();
  });
}

/** `termlens vocabulary info`: a vocabulary, or a concept of it. */
export async function showVocabulary(
  installFolder: string,
  id: string,
  curie: string | undefined,
  options: SessionOptions,
): Promise<void> {
  await withLinking(installFolder, options, async ({ stores }) => {
    const store = stores.find(({ manifest }) => manifest.id === id);
    if (!store) {
      const known = stores.map(({ manifest }) => manifest.id).join(', ');
      throw new NotFoundError(`There is no vocabulary "${id}". Installed: ${known}.`);
    }
    const shown = curie === undefined ? describe(store) : (await store.conceptsByCurie([curie]))[0];
    if (!shown) {
      throw new NotFoundError(`Vocabulary "${id}" has no concept ${curie ?? ''}.`);
    }
    if (options.json) {
      printJson(shown);
    } else {
      printTable(['', ''], Object.entries(shown).map(toRow));
    }
  });
}

function describe(store: ConceptStore): ConceptStore['manifest'] & { folder: string } {
  return { ...store.manifest, folder: store.folder };
}

function toRow([key, value]: [string, unknown]): [string, string] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return [key, items.map((item) => (isNamed(item) ? item.name : String(item))).join('; ')];
}

function isNamed(item: unknown): item is { name: string } {
  return typeof item === 'object' && item !== null && 'name' in item;
}
