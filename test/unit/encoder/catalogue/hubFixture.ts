import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { projectFolder } from '../../../../scripts/projectFolder.ts';
import {
  downloadModel,
  type DownloadModelDependencies,
  type DownloadModelOptions,
} from '../../../../src/core/encoder/catalogue/downloadModel.ts';
import type { EncoderEntry } from '../../../../src/core/encoder/catalogue/encoderEntry.ts';
import { startLoopbackHub, type LoopbackHub } from '../../../loopbackHub/loopbackHub.ts';
import { tinyModelFiles } from '../tinyModel.ts';

/** The repository and commit that the catalogue gives for the id `sapbert`. */
export const sapbert = 'Xenova/SapBERT-from-PubMedBERT-fulltext';
export const sapbertCommit = '0970b6fc7204ea233c894fcbcad3bdc3d077209f';
export const commit = '1'.repeat(40);

export const weights = {
  fp32: randomBytes(300_000),
  fp16: randomBytes(150_000),
  int8: randomBytes(75_000),
};

/** The files of a whole model, in three precisions; the weights are bytes that are no ONNX model. */
export const modelFiles: Readonly<Record<string, string | Buffer>> = {
  ...tinyModelFiles,
  '.gitattributes': '*.onnx filter=lfs',
  'README.md': '# A model',
  'special_tokens_map.json': '{}',
  'onnx/model.onnx': weights.fp32,
  'onnx/model_fp16.onnx': weights.fp16,
  'onnx/model_quantized.onnx': weights.int8,
};

export interface HubFixture {
  readonly hub: LoopbackHub;
  readonly folder: string;
  readonly installFolder: string;
  readonly dataFolder: string;
  readonly cacheFolder: string;
  /** How long the download waited between attempts. */
  readonly waits: number[];
  download(
    model: string,
    options?: Partial<DownloadModelOptions>,
    dependencies?: DownloadModelDependencies,
  ): Promise<EncoderEntry>;
  /** Of an installed model. */
  read(id: string, path: string): Buffer;
  manifest(id: string): Record<string, unknown>;
  exists(id: string, path?: string): boolean;
  close(): Promise<void>;
}

/** A hub with SapBERT and with `lab/encoder`, an installation with the real catalogue, and empty folders. */
export async function createHubFixture(): Promise<HubFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-hub-'));
  const installFolder = join(folder, 'install');
  const dataFolder = join(folder, 'data');
  const cacheFolder = join(folder, 'cache');
  mkdirSync(join(installFolder, 'models', 'starter'), { recursive: true });
  for (const file of ['catalogue.json', 'starter/manifest.json']) {
    cpSync(join(projectFolder, 'models', file), join(installFolder, 'models', file));
  }
  const hub = await startLoopbackHub();
  hub.repositories.set(sapbert, { commit: sapbertCommit, files: modelFiles });
  hub.repositories.set('lab/encoder', { commit, files: modelFiles });
  for (const name of ['HTTP_PROXY', 'http_proxy', 'HUGGINGFACE_HUB_CACHE', 'HF_HOME', 'HF_TOKEN']) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('HF_ENDPOINT', hub.endpoint);
  vi.stubEnv('HF_HUB_CACHE', cacheFolder);
  const waits: number[] = [];
  const place = (id: string, path: string): string => join(dataFolder, 'models', id, path);
  return {
    hub,
    folder,
    installFolder,
    dataFolder,
    cacheFolder,
    waits,
    download: (model, options = {}, dependencies = {}) =>
      downloadModel(
        { model, precisions: [], dataFolder, installFolder, network: { offline: false }, ...options },
        {
          idleTimeoutMs: 5_000,
          sleep: (ms) => {
            waits.push(ms);
            return Promise.resolve();
          },
          ...dependencies,
        },
      ),
    read: (id, path) => readFileSync(place(id, path)),
    manifest: (id) => JSON.parse(readFileSync(place(id, 'manifest.json'), 'utf8')) as Record<string, unknown>,
    exists: (id, path = '') => existsSync(place(id, path)),
    async close() {
      vi.unstubAllEnvs();
      await hub.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
