import { homedir } from 'node:os';
import { HubAccessError } from './catalogueErrors.ts';

/** What the environment says of the hub, by the names that Hugging Face's own clients use. */
export interface HubSettings {
  /** The hub or a mirror of it, without a slash at the end. */
  readonly endpoint: string;
  readonly token: string | undefined;
}

export function readHubSettings(env: Readonly<Record<string, string | undefined>>): HubSettings {
  const endpoint = (env['HF_ENDPOINT'] ?? '').trim() || 'https://huggingface.co';
  if (!/^https?:$/u.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new HubAccessError(
      `HF_ENDPOINT is ${JSON.stringify(endpoint)}, which is no address. Write it as https://host, or unset it.`,
    );
  }
  return { endpoint: endpoint.replace(/\/+$/u, ''), token: (env['HF_TOKEN'] ?? '').trim() || undefined };
}

/** `~` as the Python client understands it in HF_HOME and HF_HUB_CACHE. */
export function expandHome(path: string): string {
  return path.replace(/^~(?=$|[\\/])/u, homedir());
}
