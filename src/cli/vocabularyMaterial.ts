import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInstalledSource } from '../core/conceptStore/installedVocabularies.ts';
import type { StoreManifest } from '../core/conceptStore/storeManifest.ts';
import { openConceptStore, readStoreManifest } from '../core/conceptStore/openConceptStore.ts';
import { ConceptStoreError } from '../core/conceptStore/storeErrors.ts';
import { storeLayout } from '../core/conceptStore/storeLayout.ts';
import { bundledVocabularies } from '../core/linking/service/vocabularyPlaces.ts';
import type { NetworkOptions } from '../core/download/network.ts';
import { namesOf, type KnownVocabulary } from '../core/vocabulary/catalogue/catalogue.ts';
import { fetchVocabulary, licenceOf } from '../core/vocabulary/catalogue/fetchVocabulary.ts';
import {
  resolveVocabulary,
  type VocabularyAddress,
  type VocabularyOrigin,
} from '../core/vocabulary/catalogue/resolveVocabulary.ts';
import { idOfAddress } from '../core/vocabulary/catalogue/vocabularyRequest.ts';
import type { ReleaseDetails } from '../core/vocabulary/importers/importer.ts';
import {
  openVocabulary,
  VocabularyIdError,
  type OpenedVocabulary,
  type OpenVocabularyOptions,
} from '../core/vocabulary/openVocabulary.ts';
import { isOwnVocabulary } from '../core/vocabulary/own/ownPlace.ts';
import { isVocabularyId } from '../core/vocabulary/vocabularySource.ts';
import { formatMegabytes } from './progressLine.ts';
import type { ProgressReport } from './progressReport.ts';
import { VocabularyCommandError } from './vocabularyCommandError.ts';

/** What the user says of the vocabulary that is added. */
export interface MaterialOptions extends Omit<OpenVocabularyOptions, 'description' | 'otherwise' | 'signal'> {
  readonly description: ReleaseDetails;
  readonly sha256?: string | undefined;
  readonly network: NetworkOptions;
}

export interface MaterialContext {
  readonly catalogue: readonly KnownVocabulary[];
  readonly dataFolder: string;
  readonly signal: AbortSignal;
  readonly progress: ProgressReport;
}

/** A vocabulary on this machine, of which a store can be made. */
export interface VocabularyMaterial {
  readonly vocabulary: OpenedVocabulary;
  /** Its store is there. */
  installed(): Promise<void>;
  close(): Promise<void>;
}

/** Finds, fetches or reads what the user named; an address is contacted only where that is one or leads to one. */
export async function openMaterial(
  typed: string,
  options: MaterialOptions,
  context: MaterialContext,
): Promise<VocabularyMaterial> {
  const origin = await resolveVocabulary(typed, context.catalogue);
  switch (origin.kind) {
    case 'path': {
      const vocabulary = await openVocabulary(origin.path, {
        ...options,
        titles: titlesOf(context.catalogue),
      });
      requireOwnId(vocabulary.description.id);
      return { vocabulary, installed: () => Promise.resolve(), close: () => Promise.resolve() };
    }
    case 'standardInput':
      return readPastedRows(requireOwnId(options.id), options, context);
    case 'address':
      return fetchMaterial(origin, requireOwnId(options.id ?? idOf(origin)), options, context);
  }
}

/** An ontology's file calls itself "hp", which says little in a list. */
function titlesOf(catalogue: readonly KnownVocabulary[]): ReadonlyMap<string, string> {
  return new Map(catalogue.flatMap((entry) => namesOf(entry).map((name) => [name, entry.title] as const)));
}

function idOf({ urls: [url], known }: Extract<VocabularyOrigin, { kind: 'address' }>): string {
  return known?.id ?? idOfAddress(url);
}

function requireOwnId(id: string | undefined): string {
  if (id === undefined) {
    throw new VocabularyCommandError(
      'Give the vocabulary on standard input an id with --id, such as --id mine.',
    );
  }
  if (!isVocabularyId(id)) {
    throw new VocabularyIdError(id);
  }
  if (isOwnVocabulary(id)) {
    throw new VocabularyCommandError(
      `"${id}" is the id of the concepts that you add yourself. Give another one with --id.`,
    );
  }
  if (bundledVocabularies.includes(id)) {
    throw new VocabularyCommandError(
      `"${id}" is the id of a vocabulary that comes with TermLens. Give another one with --id.`,
    );
  }
  return id;
}

async function fetchMaterial(
  address: VocabularyAddress,
  id: string,
  { network, sha256, ...options }: MaterialOptions,
  { dataFolder, signal, progress }: MaterialContext,
): Promise<VocabularyMaterial> {
  const { known } = address;
  if (known) {
    const size = known.bytes === undefined ? '' : `, about ${formatMegabytes(known.bytes)}`;
    progress.notice(`${known.title}, from ${known.publisher}${size}; licence: ${licenceOf(known)}`);
  }
  const manifest = await readWholeStore(dataFolder, id);
  const fetched = await fetchVocabulary(address, {
    dataFolder,
    id,
    network,
    installedSha256: manifest?.sourceSha256,
    reading: JSON.stringify(options),
    sha256,
    signal,
    onProgress: progress.update,
  });
  try {
    const vocabulary =
      fetched.path === undefined && manifest
        ? asOpened(createInstalledSource(dataFolder, manifest))
        : await openVocabulary(fetched.path ?? '', {
            format: known?.format,
            ...options,
            id,
            description: { ...fetched.description, ...options.description },
            otherwise: fetched.otherwise,
            signal,
          });
    return {
      vocabulary,
      installed: () => fetched.installed(vocabulary.sourceSha256),
      close: fetched.close,
    };
  } catch (error) {
    await fetched.close();
    throw error;
  }
}

/** An unchanged vocabulary, which has no file any more. */
function asOpened(source: ReturnType<typeof createInstalledSource>): OpenedVocabulary {
  return { ...source, format: 'unchanged', problems: [], problemCount: 0 };
}

/** What the store under this id says of itself, if it can be read from. */
async function readWholeStore(dataFolder: string, id: string): Promise<StoreManifest | undefined> {
  const { folder } = storeLayout(dataFolder, id);
  try {
    const manifest = await readStoreManifest(folder);
    if (manifest) {
      (await openConceptStore(folder, manifest.encoderFingerprint)).close();
    }
    return manifest;
  } catch (error) {
    if (error instanceof ConceptStoreError) {
      return undefined;
    }
    throw error;
  }
}

/** Rows on standard input are read twice, so they are written down first. */
async function readPastedRows(
  id: string,
  options: MaterialOptions,
  { dataFolder, signal, progress }: MaterialContext,
): Promise<VocabularyMaterial> {
  if (process.stdin.isTTY) {
    progress.notice('paste the rows, then press Ctrl+D (on Windows Ctrl+Z and Enter)');
  }
  const downloads = join(dataFolder, 'downloads', 'vocabularies');
  await mkdir(downloads, { recursive: true });
  const folder = await mkdtemp(join(downloads, `.${id}.pasted-`));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const file = join(folder, 'standard-input');
    await pipeline(process.stdin, createWriteStream(file), { signal });
    if ((await stat(file)).size === 0) {
      throw new VocabularyCommandError('There is nothing on standard input. Paste rows, or name a file.');
    }
    const vocabulary = await openVocabulary(file, {
      ...options,
      id,
      description: { title: id, source: 'standard input', ...options.description },
      signal,
    });
    return { vocabulary, installed: () => Promise.resolve(), close };
  } catch (error) {
    await close();
    signal.throwIfAborted();
    throw error;
  }
}
