export interface VocabularyRequest {
  /** Without a user name and password. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A user name and password in an address are sent to its server alone, as a browser does; `fetch` refuses them. */
export function requestOf(address: string): VocabularyRequest {
  const url = new URL(address);
  const { username, password } = url;
  if (username === '' && password === '') {
    return { url: address, headers: {} };
  }
  url.username = url.password = '';
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    url: url.href,
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
  };
}

/** As the address ends, of letters that every file system takes; messages about the file name it. */
export function fileNameOf(address: string): string {
  const last = new URL(address).pathname.split('/').findLast((part) => part !== '') ?? '';
  const name = last
    .replace(/%20/gu, '-')
    .replace(/[^A-Za-z0-9._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/gu, '')
    .slice(-100);
  return name === '' ? 'vocabulary' : name;
}

/** The id that a vocabulary gets whose address is all that is known: `hp` of `…/hp.obo.gz`. */
export function idOfAddress(address: string): string {
  return (fileNameOf(address).split('.')[0] ?? '').toLowerCase().replace(/[^a-z0-9_]+/gu, '-');
}
