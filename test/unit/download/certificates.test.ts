import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CertificateError } from '../../../src/core/download/downloadErrors.ts';
import { downloadFile } from '../../../src/core/download/downloadFile.ts';
import { createNetworkFetch } from '../../../src/core/download/network.ts';

// Node can use certificates but not make them.
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!hasOpenssl)('a server with a certificate that only an organization knows', () => {
  let folder = '';
  let server: Server;
  let connections = 0;
  const certificate = (): string => join(folder, 'certificate.pem');
  const url = (): string => `https://localhost:${(server.address() as AddressInfo).port}/file`;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'termlens-tls-'));
    const key = join(folder, 'key.pem');
    const options =
      '-x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
    const files = ['-keyout', key, '-out', certificate()];
    expect(spawnSync('openssl', ['req', ...options.split(' '), ...files]).status).toBe(0);
    server = createServer({ key: readFileSync(key), cert: readFileSync(certificate()) }, (_, response) => {
      response.end('served');
    });
    server.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is not believed, and the message says what to do', async () => {
    const refused = downloadFile(
      { url: url(), destination: join(folder, 'file') },
      { fetch: createNetworkFetch({ offline: false }) },
    );
    await expect(refused).rejects.toThrow(CertificateError);
    await expect(refused).rejects.toThrow(/certificate cannot be verified .*NODE_EXTRA_CA_CERTS/u);
    // Trying again would not help.
    expect(connections).toBe(1);
  });

  it('is believed when the user turned verification off', async () => {
    const response = await createNetworkFetch({ offline: false, strictSsl: false })(url());
    expect(await response.text()).toBe('served');
  });

  it.each(['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])(
    'is believed when %s names the certificate',
    async (variable) => {
      // Both are read when a process starts. The first takes the place of the system's store on Linux.
      const network = join(import.meta.dirname, '../../../src/core/download/network.ts');
      const script = `
      const { createNetworkFetch } = await import(${JSON.stringify(network)});
      const response = await createNetworkFetch({ offline: false })(${JSON.stringify(url())});
      process.stdout.write(await response.text());`;
      const env = { ...process.env, [variable]: certificate() };
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
        env,
      });
      expect(stdout).toBe('served');
    },
    20_000,
  );
});
