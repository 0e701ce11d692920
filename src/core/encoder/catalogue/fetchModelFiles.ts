import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Pooling } from '../encoder.ts';
import { ModelFolderError } from '../encoderErrors.ts';
import { findExternalData } from '../model/externalData.ts';
import { UnusableModelError } from './catalogueErrors.ts';
import { externalFile, looksExternal, poolingConfig, type Choice, type ChosenFile } from './chooseFiles.ts';
import { fetchFiles, type FetchContext } from './fetchFiles.ts';
import type { HubFile } from './hubRepository.ts';
import { withLock } from './modelLock.ts';

export interface FetchedModel {
  /** From where on this machine to where in the model's folder. */
  readonly files: readonly ChosenFile[];
  readonly bytes: number;
  /** If the repository says so. */
  readonly pooling: Pooling | undefined;
}

/** Gets the chosen files and those that the weights among them name, and leaves them in the hub's cache. */
export async function fetchModelFiles(
  context: FetchContext,
  choice: Choice,
  revision: string,
): Promise<FetchedModel> {
  const { snapshot, cache, download } = context;
  const byPath = new Map(snapshot.files.map((file) => [file.path, file]));
  const require = (path: string): HubFile => {
    const file = byPath.get(path);
    if (!file) {
      throw new UnusableModelError(
        `${snapshot.repository} cannot be used as an encoder: its weights need a file ${path}, which it does not ` +
          'have. Choose another encoder.',
      );
    }
    return file;
  };
  const weights = Object.values(choice.weights);
  return withLock(cache.lock, download.signal, async () => {
    // By their names alone, so that progress tells from the beginning how much there is to fetch.
    const guessed = snapshot.files.filter(({ path }) => weights.some((one) => looksExternal(one, path)));
    const pooling = snapshot.files.filter(({ path }) => path === poolingConfig);
    const chosen = choice.files.map(({ from }) => require(from));
    const found = new Map(await fetchFiles(context, [...chosen, ...pooling, ...guessed]));

    const wanted = [...choice.files];
    for (const one of weights) {
      const locations = await findLocations(
        found.get(require(one.from)) ?? '',
        `${snapshot.repository}/${one.from}`,
      );
      wanted.push(...locations.map((location) => externalFile(one, location)));
    }
    const files = wanted.map(({ from }) => require(from));
    const further = await fetchFiles(
      context,
      files.filter((file) => !found.has(file)),
    );
    further.forEach((place, file) => found.set(file, place));
    await cache.publish([...found.keys()], revision);
    return {
      files: wanted.map(({ from, to }) => ({ from: found.get(require(from)) ?? '', to })),
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      pooling: await readPooling(pooling[0] && found.get(pooling[0])),
    };
  });
}

async function findLocations(onnxFile: string, origin: string): Promise<readonly string[]> {
  try {
    return await findExternalData(onnxFile);
  } catch (error) {
    if (!(error instanceof ModelFolderError)) {
      throw error;
    }
    throw new UnusableModelError(error.message.replace(onnxFile, origin), { cause: error });
  }
}

const poolingSchema = z.object({
  pooling_mode_cls_token: z.boolean().optional(),
  pooling_mode_mean_tokens: z.boolean().optional(),
});

/** What a model of the Sentence Transformers says; one that pools otherwise is left to whoever chose it. */
export async function readPooling(file: string | undefined): Promise<Pooling | undefined> {
  if (file === undefined) {
    return undefined;
  }
  const parsed = poolingSchema.safeParse(parseJson(await readFile(file, 'utf8')));
  if (parsed.data?.pooling_mode_cls_token) {
    return 'cls';
  }
  return parsed.data?.pooling_mode_mean_tokens ? 'mean' : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
