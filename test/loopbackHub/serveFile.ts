import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers with a file, or what `If-None-Match`, `Range` and `If-Range` ask for, as RFC 9110 has it. */
export function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  const etag = headers['etag'] ?? `"${createHash('md5').update(content).digest('hex')}"`;
  const common = { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes', ...headers, etag };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const range = /^bytes=(\d+)-(\d*)$/u.exec(request.headers.range ?? '');
  const condition = request.headers['if-range'];
  if (!range || (condition !== undefined && condition !== etag)) {
    response.writeHead(200, { ...common, 'content-length': content.length });
    response.end(request.method === 'HEAD' ? undefined : content);
    return;
  }
  const first = Number(range[1]);
  const last = range[2] === '' ? content.length - 1 : Math.min(Number(range[2]), content.length - 1);
  if (first >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  const part = content.subarray(first, last + 1);
  response.writeHead(206, {
    ...common,
    'content-length': part.length,
    'content-range': `bytes ${first}-${last}/${content.length}`,
  });
  response.end(request.method === 'HEAD' ? undefined : part);
}
