import * as z from 'zod';
import type { NetworkOptions } from './network.ts';

/** Hands one process's {@link NetworkOptions} to another that it starts; its arguments anybody can list. */
const variable = 'TERMLENS_NETWORK';

const schema = z.strictObject({
  offline: z.boolean(),
  proxy: z.string().exactOptional(),
  proxyAuthorization: z.string().exactOptional(),
  noProxy: z.array(z.string()).exactOptional(),
  strictSsl: z.boolean().exactOptional(),
});

/** What the process that is started finds with {@link readNetworkEnvironment}. */
export function writeNetworkEnvironment(network: NetworkOptions): Readonly<Record<string, string>> {
  return { [variable]: JSON.stringify(network) };
}

/**
 * What the process that started this one allows, or what somebody who starts it may do: connect, by the
 * environment's proxy.
 * @throws {SyntaxError} {@link z.ZodError} when somebody else wrote the variable, rather than connecting in a way that is not meant.
 */
export function readNetworkEnvironment(env: Readonly<Record<string, string | undefined>>): NetworkOptions {
  const written = env[variable];
  return written === undefined ? { offline: false } : schema.parse(JSON.parse(written));
}
