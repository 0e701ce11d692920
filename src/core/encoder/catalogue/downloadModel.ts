import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { freeSpace, requireFreeSpace, type FreeSpace } from '../../download/freeSpace.ts';
import { createNetworkFetch, type NetworkOptions } from '../../download/network.ts';
import { createPatientFetch, type Sleep } from '../../download/patientFetch.ts';
import type { Precision } from '../encoder.ts';
import { readCatalogue } from './catalogue.ts';
import { NotPublishedError, PrecisionNotPublishedError } from './catalogueErrors.ts';
import { chooseFiles, publishedPrecisions, type Choice } from './chooseFiles.ts';
import type { EncoderEntry } from './encoderEntry.ts';
import { exportRemedy } from './exportRemedy.ts';
import { fetchModelFiles } from './fetchModelFiles.ts';
import { linkOrCopy, openHubCache } from './hubCache.ts';
import { readSnapshot, type HubSnapshot } from './hubRepository.ts';
import { readHubSettings } from './hubSettings.ts';
import { installDraft, whileInstalling, type Installation } from './installFolder.ts';
import { describeModel, modelsFolder } from './installedModels.ts';
import { createModelProgress, type ModelProgress } from './modelProgress.ts';
import { resolveRequest, type ModelRequest } from './modelRequest.ts';
import { readInstalledModel, type InstalledModel } from './readInstalledModel.ts';

export type ModelDownloadProgress = ModelProgress;

export interface DownloadModelOptions {
  /** An id of the catalogue, or a repository of the Hugging Face hub (`OWNER/NAME`). */
  readonly model: string;
  /** Empty: what the catalogue recommends, or all that the repository has. */
  readonly precisions: readonly Precision[];
  /** A commit, branch or tag in place of the catalogue's, or of `main`. */
  readonly revision?: string | undefined;
  readonly dataFolder: string;
  readonly installFolder: string;
  readonly network: NetworkOptions;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ModelDownloadProgress) => void) | undefined;
}

/** What tests replace. */
export interface DownloadModelDependencies {
  readonly freeSpace?: FreeSpace;
  readonly idleTimeoutMs?: number;
  readonly sleep?: Sleep;
}

/** Nothing is lost yet, and somebody without a network wants to know that soon. */
const firstContactAttempts = 3;
const commitPattern = /^[0-9a-f]{40}$/u;

/**
 * Fetches a model from the Hugging Face hub (or from HF_ENDPOINT) by way of the cache that Hugging Face's clients
 * share, and installs it. What is here already, in either place, is not fetched again; precisions that were
 * installed before stay. However many processes do this at once, one fetches.
 * Rejects with the signal's reason when aborted; what has arrived is kept for the next time.
 * @throws {CatalogueError} `DownloadError` and `ModelFolderError`, each saying what to do.
 */
export async function downloadModel(
  options: DownloadModelOptions,
  dependencies: DownloadModelDependencies = {},
): Promise<EncoderEntry> {
  const { dataFolder, installFolder, signal } = options;
  const catalogue = await readCatalogue(installFolder);
  const request = resolveRequest(options.model, options.revision, catalogue);
  const installation: Installation = { dataFolder, id: request.id, origin: request.repository, signal };
  const folder = await whileInstalling(installation, async (current) => {
    const installed = await readInstalledModel(current);
    const asked = options.precisions.length > 0 ? options.precisions : (request.entry?.recommended ?? []);
    // Of a commit, all is known; whether a branch has moved on, only the hub can tell.
    const settled = commitPattern.test(request.revision) && asked.length > 0;
    if (settled && (await installed?.isWhole(request.repository, request.revision, asked, signal))) {
      return current;
    }
    return fetchAndInstall(options, dependencies, request, installation, installed);
  });
  return describeModel(folder, catalogue);
}

async function fetchAndInstall(
  { precisions, network, signal, onProgress }: DownloadModelOptions,
  { sleep, idleTimeoutMs, ...dependencies }: DownloadModelDependencies,
  request: ModelRequest,
  installation: Installation,
  installed: InstalledModel | undefined,
): Promise<string> {
  const { id, repository, revision, entry } = request;
  const settings = readHubSettings(process.env);
  const fetch = createNetworkFetch(network);
  const patience = { ...(sleep && { sleep }), ...(idleTimeoutMs !== undefined && { idleTimeoutMs }) };
  const snapshot = await readSnapshot(
    repository,
    revision,
    settings,
    createPatientFetch({ ...patience, fetch, signal, maximumAttempts: firstContactAttempts }),
  );
  const choice = choose(snapshot, request, precisions, installed);
  const wanted = Object.keys(choice.weights) as Precision[];
  if (installed && (await installed.isWhole(repository, snapshot.commit, wanted, signal))) {
    return installed.folder;
  }
  const cache = await openHubCache(snapshot);
  const fetched = await fetchModelFiles(
    {
      snapshot,
      settings,
      cache,
      otherPlaces: ({ path }) =>
        choice.files
          .filter(({ from }) => from === path && installed)
          .map(({ to }) => join(installed?.folder ?? '', to)),
      progress: createModelProgress(onProgress),
      freeSpace: dependencies.freeSpace,
      download: { ...patience, fetch, signal },
    },
    choice,
    revision,
  );
  await requireRoomForCopies(cache.folder, installation.dataFolder, fetched.bytes, dependencies.freeSpace);
  return installDraft(installation, async (draft) => {
    for (const { from, to } of fetched.files) {
      await linkOrCopy(from, await draft.place(to));
    }
    return {
      id,
      title: entry?.title ?? repository,
      pooling: entry?.pooling ?? fetched.pooling ?? 'cls',
      ...(entry && { maximumTokens: entry.maximumTokens }),
      repository,
      revision: snapshot.commit,
      licence: entry?.licence ?? snapshot.licence ?? `not stated; see ${settings.endpoint}/${repository}`,
      languages: entry?.languages ?? snapshot.languages.filter((code) => /^[a-z]{2,3}$/u.test(code)),
    };
  });
}

/** Which of the repository's files to get. */
function choose(
  { repository, files }: HubSnapshot,
  { id, entry }: ModelRequest,
  asked: readonly Precision[],
  installed: InstalledModel | undefined,
): Choice {
  const paths = files.map(({ path }) => path);
  const published = publishedPrecisions(paths);
  if (published.length === 0) {
    throw new NotPublishedError(`${repository} has no ONNX files. ${exportRemedy(repository, id)}`);
  }
  const wanted = asked.length > 0 ? asked : (entry?.recommended ?? published);
  const unpublished = wanted.filter((precision) => !published.includes(precision));
  if (unpublished.length > 0) {
    throw new PrecisionNotPublishedError(repository, unpublished, published);
  }
  // Weights of one commit beside a tokenizer of another might not fit together: all come from this one.
  const kept = installed?.repository === repository ? installed.precisions : [];
  const choice = chooseFiles(
    paths,
    published.filter((precision) => wanted.includes(precision) || kept.includes(precision)),
  );
  if (choice.missing.length > 0) {
    throw new NotPublishedError(
      `${repository} has ONNX files, but no ${choice.missing.join(', ')}. ${exportRemedy(repository, id)}`,
    );
  }
  return choice;
}

/** Files are linked to the cache's, which takes no room; on another disk they have to be copied. */
async function requireRoomForCopies(
  cacheFolder: string,
  dataFolder: string,
  bytes: number,
  measure: FreeSpace = freeSpace,
): Promise<void> {
  const models = modelsFolder(dataFolder);
  const [cache, data] = await Promise.all([stat(cacheFolder), stat(models)]);
  if (cache.dev !== data.dev) {
    await requireFreeSpace(models, bytes, measure);
  }
}
