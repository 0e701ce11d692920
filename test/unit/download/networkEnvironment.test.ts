import { expect, test } from 'vitest';
import type { NetworkOptions } from '../../../src/core/download/network.ts';
import {
  readNetworkEnvironment,
  writeNetworkEnvironment,
} from '../../../src/core/download/networkEnvironment.ts';

test.each<NetworkOptions>([
  { offline: true },
  {
    offline: false,
    proxy: 'http://proxy.example.org:3128',
    proxyAuthorization: 'Basic dTpw',
    noProxy: ['example.org'],
    strictSsl: false,
  },
])('what one process allows, the one that it starts reads: %j', (network) => {
  expect(readNetworkEnvironment(writeNetworkEnvironment(network))).toEqual(network);
});

test('whoever starts a command by hand may connect', () => {
  expect(readNetworkEnvironment({})).toEqual({ offline: false });
});

test.each(['', '{}', 'offline', '{"offline":"no"}', '{"offline":false,"proxi":"x"}'])(
  'anything else is refused: %s',
  (written) => {
    const [variable = ''] = Object.keys(writeNetworkEnvironment({ offline: true }));
    expect(() => readNetworkEnvironment({ [variable]: written })).toThrow();
  },
);
