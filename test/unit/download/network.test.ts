import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OfflineError, ProxyAddressError } from '../../../src/core/download/downloadErrors.ts';
import { downloadFile } from '../../../src/core/download/downloadFile.ts';
import { createNetworkFetch, type NetworkOptions } from '../../../src/core/download/network.ts';
import { startProxy, type LoopbackProxy } from '../../loopbackHub/loopbackProxy.ts';
import { startLoopbackServer, type LoopbackServer } from '../../loopbackHub/loopbackServer.ts';

let folder = '';
let server: LoopbackServer;
let proxy: LoopbackProxy;

beforeEach(async () => {
  for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY']) {
    vi.stubEnv(name, undefined);
  }
  folder = mkdtempSync(join(tmpdir(), 'termlens-network-'));
  server = await startLoopbackServer((_, response) => response.end('served'));
  proxy = await startProxy(server);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await proxy.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function get(url: string, options: Partial<NetworkOptions> = {}): Promise<string> {
  const response = await createNetworkFetch({ offline: false, ...options })(url);
  return response.text();
}

// The ending is reserved (RFC 2606): no name server knows it, only the proxy leads anywhere.
const elsewhere = 'http://hub.invalid/models';

describe('a proxy', () => {
  it('is taken from the setting, with its authorization', async () => {
    const options = { proxy: `http://${proxy.address}`, proxyAuthorization: 'Basic dTpw' };
    expect(await get(elsewhere, options)).toBe('served');
    expect(proxy.tunnels).toEqual([{ to: 'hub.invalid:80', authorization: 'Basic dTpw' }]);
    expect(server.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it.each(['HTTP_PROXY', 'http_proxy'])('is taken from %s', async (variable) => {
    vi.stubEnv(variable, `http://user:p%40ss@${proxy.address}`);
    expect(await get(elsewhere)).toBe('served');
    expect(proxy.tunnels[0]?.authorization).toBe(`Basic ${btoa('user:p@ss')}`);
  });

  it('of HTTPS_PROXY is for encrypted connections', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://${proxy.address}`);
    // The server speaks no TLS; what counts is the way that the request took.
    await expect(get('https://hub.invalid/')).rejects.toThrow('fetch failed');
    expect(proxy.tunnels.map(({ to }) => to)).toEqual(['hub.invalid:443']);
    await expect(get(elsewhere)).rejects.toThrow('fetch failed');
    expect(proxy.tunnels).toHaveLength(1);
  });

  it('of the setting goes before that of the environment', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://proxy.invalid:3128');
    expect(await get(elsewhere, { proxy: proxy.address })).toBe('served');
  });

  it.each([
    { name: 'localhost', way: 'http://localhost' },
    { name: '127.0.0.1', way: 'http://127.0.0.1' },
  ])('is never asked for $name', async ({ way }) => {
    const { port } = new URL(server.origin);
    expect(await get(`${way}:${port}/`, { proxy: proxy.address })).toBe('served');
    expect(proxy.tunnels).toEqual([]);
  });

  it.each([
    { noProxy: ['hub.invalid'] },
    { noProxy: ['*.invalid'] },
    { noProxy: ['invalid'] },
    { noProxy: ['*'] },
    { env: 'other.example, .invalid' },
  ])('is not asked for what $noProxy$env names', async ({ noProxy, env }) => {
    vi.stubEnv('NO_PROXY', env);
    const options = { proxy: proxy.address, ...(noProxy && { noProxy }) };
    await expect(get(elsewhere, options)).rejects.toThrow('fetch failed');
    expect(proxy.tunnels).toEqual([]);
  });

  it('that wants a password says so', async () => {
    proxy.refuse = true;
    const refused = downloadFile(
      { url: elsewhere, destination: join(folder, 'file') },
      { fetch: createNetworkFetch({ offline: false, proxy: proxy.address }) },
    );
    await expect(refused).rejects.toThrow(/the proxy wants a user name and password/u);
  });

  it('whose address is none is named without its password', () => {
    const create = (): unknown => createNetworkFetch({ offline: false, proxy: 'http://me:secret@bad host' });
    expect(create).toThrow(ProxyAddressError);
    expect(create).toThrow('The proxy address "bad host" is no address.');
  });
});

describe('a redirect', () => {
  it('to another origin does not take the authorization along', async () => {
    const storage = await startLoopbackServer((_, response) => response.end('stored'));
    server.behave(({ response }) => response.writeHead(302, { location: `${storage.origin}/blob` }).end());
    const fetchFile = createNetworkFetch({ offline: false });
    const response = await fetchFile(server.origin, { headers: { authorization: 'Bearer hf_secret' } });
    expect(await response.text()).toBe('stored');
    expect(server.requests[0]?.headers.authorization).toBe('Bearer hf_secret');
    expect(storage.requests[0]?.headers).not.toHaveProperty('authorization');
    await storage.close();
  });
});

describe('offline', () => {
  it('opens no connection and says what to do', async () => {
    const refused = get(`${server.origin}/model?signature=secret`, { offline: true, proxy: proxy.address });
    await expect(refused).rejects.toThrow(OfflineError);
    await expect(refused).rejects.toThrow(
      `${server.origin}/model was not contacted, because TermLens is offline. ` +
        'Turn off the setting "termlens.offline", or leave out --offline.',
    );
    expect(server.requests).toEqual([]);
    expect(proxy.tunnels).toEqual([]);
  });
});
