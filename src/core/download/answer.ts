import { getFips } from 'node:crypto';
import type { ExpectedHash } from './hashFile.ts';

/** What a server says of the version of a file that it sends. */
export interface Answer {
  /** Entity tag, strong or weak: whether it is still this version, can be asked with `If-None-Match`. */
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  /** For `If-Range`: the rest can be asked for by it. Nothing where the server cannot tell versions apart. */
  readonly validator?: string | undefined;
  /** Of the whole file. */
  readonly digest?: ExpectedHash | undefined;
}

export function readAnswer({ headers, status }: Response): Answer {
  const etag = headers.get('etag') ?? undefined;
  const lastModified = headers.get('last-modified') ?? undefined;
  // Unpacked on the way, it has neither the length nor the checksum nor the offsets that the server means.
  const packed = !['', 'identity'].includes(headers.get('content-encoding') ?? '');
  const strong = etag?.startsWith('"') ? etag : undefined;
  const dated = isStrongDate(lastModified, headers.get('date')) ? lastModified : undefined;
  return {
    etag,
    lastModified,
    ...(!packed && { validator: strong ?? dated, digest: readDigest(headers, status) }),
  };
}

/** RFC 9110, section 8.8.2.2: within the second, the file may have been changed once more. */
function isStrongDate(lastModified: string | undefined, date: string | null): boolean {
  return lastModified !== undefined && date !== null && Date.parse(date) - Date.parse(lastModified) >= 1_000;
}

/** RFC 9530, or what Azure's storage says, which has what is released on GitHub. */
function readDigest(headers: Headers, status: number): ExpectedHash | undefined {
  const digests = headers.get('repr-digest') ?? '';
  for (const [name, algorithm] of [
    ['sha-512', 'sha512'],
    ['sha-256', 'sha256'],
  ] as const) {
    const base64 = new RegExp(`(?:^|,)\\s*${name}=:([A-Za-z0-9+/]+=*):`, 'u').exec(digests)?.[1];
    if (base64 !== undefined) {
      return { algorithm, hex: toHex(base64) };
    }
  }
  // Of the part that is sent, not of the file; and where FIPS 140 is in force, it cannot be computed.
  const md5 = status === 200 && getFips() === 0 ? headers.get('content-md5') : null;
  return md5 !== null && /^[A-Za-z0-9+/]{22}==$/u.test(md5)
    ? { algorithm: 'md5', hex: toHex(md5) }
    : undefined;
}

function toHex(base64: string): string {
  return Buffer.from(base64, 'base64').toString('hex');
}
