import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import {
  downloadFile,
  incompleteFile,
  type DownloadOptions,
  type DownloadResult,
  type FileToDownload,
} from '../../../src/core/download/downloadFile.ts';
import { createNetworkFetch } from '../../../src/core/download/network.ts';
import { startLoopbackServer, type LoopbackServer } from '../../loopbackHub/loopbackServer.ts';
import { serveFile } from '../../loopbackHub/serveFile.ts';

/** What the server has. */
export const content = randomBytes(300_000);
export const sha256 = createHash('sha256').update(content).digest('hex');

export interface DownloadFixture {
  readonly server: LoopbackServer;
  readonly target: string;
  readonly incomplete: string;
  /** How long the download waited between attempts. */
  readonly waits: number[];
  /** Fetches the server's file to the target. */
  download(file?: Partial<FileToDownload>, options?: Partial<DownloadOptions>): Promise<DownloadResult>;
  /** The same of a file whose length and hash nobody stated. */
  downloadUnknown(
    options?: Partial<DownloadOptions>,
    before?: Pick<FileToDownload, 'begun' | 'unless'>,
  ): Promise<DownloadResult>;
  /** As an earlier download did that broke off. */
  leave(bytes: Uint8Array): void;
  expectWhole(): void;
  /** The `Range` headers of all requests. */
  ranges(): (string | undefined)[];
  sentBytes(): number;
  close(): Promise<void>;
}

export async function createDownloadFixture(served: Buffer = content): Promise<DownloadFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-download-'));
  const target = join(folder, 'sub', 'model.onnx');
  const incomplete = incompleteFile(target);
  const server = await startLoopbackServer((request, response) => {
    serveFile(request, response, served);
  });
  const waits: number[] = [];
  const usual: DownloadOptions = {
    fetch: createNetworkFetch({ offline: false }),
    idleTimeoutMs: 2_000,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  };
  // What it loads when it is first used must not count as time in which nothing arrives.
  await (await usual.fetch(server.origin)).arrayBuffer();
  server.requests.length = 0;
  return {
    server,
    target,
    incomplete,
    waits,
    download: (file = {}, options = {}) =>
      downloadFile(
        {
          url: `${server.origin}/model.onnx`,
          destination: target,
          bytes: content.length,
          hash: { algorithm: 'sha256', hex: sha256 },
          ...file,
        },
        { ...usual, ...options },
      ),
    downloadUnknown: (options = {}, before = {}) =>
      downloadFile(
        { url: `${server.origin}/concepts.obo`, destination: target, ...before },
        { ...usual, ...options },
      ),
    leave(bytes) {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(incomplete, bytes);
    },
    expectWhole() {
      expect(readFileSync(target).equals(content)).toBe(true);
      expect(existsSync(incomplete)).toBe(false);
    },
    ranges: () => server.requests.map(({ headers }) => headers.range),
    sentBytes: () => server.requests.reduce((sum, request) => sum + request.sentBytes, 0),
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
