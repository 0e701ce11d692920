import { describe, expect, it } from 'vitest';
import { toNetworkSettings } from '../../../src/extension/networkSettings.ts';

const http = (values: Readonly<Record<string, unknown>>): ReturnType<typeof toNetworkSettings> =>
  toNetworkSettings({ get: (key) => values[key] });

const complete = {
  proxy: 'http://proxy:3128',
  proxyAuthorization: 'Basic abc',
  noProxy: ['localhost', '.intern'],
  proxyStrictSSL: false,
  proxySupport: 'override',
};

describe('network settings', () => {
  it('are taken from VS Code’s', () => {
    expect(http(complete)).toEqual({
      proxy: 'http://proxy:3128',
      proxyAuthorization: 'Basic abc',
      noProxy: ['localhost', '.intern'],
      strictSsl: false,
    });
  });

  it('hold nothing that is not set', () => {
    expect(http({})).toEqual({});
    expect(http({ proxy: ' ', proxyAuthorization: null, noProxy: [], proxyStrictSSL: true })).toEqual({});
    expect(http({ proxy: 5, noProxy: ['', 7] })).toEqual({});
  });

  it('hold no proxy where VS Code keeps its proxies from extensions', () => {
    expect(http({ ...complete, proxySupport: 'off' })).toEqual({ strictSsl: false });
  });
});
