import type { NetworkSettings } from '../protocol/encoderMessages.ts';

/** VS Code's section `http`, or what looks like it. */
export interface HttpConfiguration {
  get(key: string): unknown;
}

/**
 * VS Code's proxy settings for a download. `http.proxySupport` `off` means that extensions are to take none of
 * them; whether certificates are verified is said apart from proxies.
 */
export function toNetworkSettings(http: HttpConfiguration): NetworkSettings {
  const strictSsl = http.get('proxyStrictSSL') === false ? { strictSsl: false } : {};
  if (http.get('proxySupport') === 'off') {
    return strictSsl;
  }
  const proxy = textOf(http.get('proxy'));
  const proxyAuthorization = textOf(http.get('proxyAuthorization'));
  const noProxy = textsOf(http.get('noProxy'));
  return {
    ...(proxy === undefined ? {} : { proxy }),
    ...(proxyAuthorization === undefined ? {} : { proxyAuthorization }),
    ...(noProxy.length === 0 ? {} : { noProxy }),
    ...strictSsl,
  };
}

function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(textOf).filter((text) => text !== undefined) : [];
}
