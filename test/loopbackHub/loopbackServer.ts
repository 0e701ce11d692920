import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the server saw it, and how much of a body it sent back. */
export interface SeenRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  sentBytes: number;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly seen: SeenRequest;
  /** Lets the server answer as it would. */
  serve(): void;
}

/** What happens instead of, or around, the usual answer. */
export type Behaviour = (exchange: Exchange) => void;

export interface LoopbackServer {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  readonly requests: SeenRequest[];
  /** From now on for all requests; without one, the server behaves well. */
  behave(behaviour?: Behaviour): void;
  close(): Promise<void>;
}

/** An HTTP server on a free port of this machine's loopback interface. */
export async function startLoopbackServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<LoopbackServer> {
  const requests: SeenRequest[] = [];
  let behaviour: Behaviour | undefined;
  const server = createServer((request, response) => {
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      sentBytes: 0,
    };
    requests.push(seen);
    countBody(response, seen);
    const serve = (): void => answer(request, response);
    if (behaviour) {
      behaviour({ request, response, seen, serve });
    } else {
      serve();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    behave(next) {
      behaviour = next;
    },
    async close() {
      server.closeAllConnections();
      // A test may have closed it already, to see what happens then.
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Counts at the last moment, so that a behaviour which swallows what is written does not count it. */
function countBody(response: ServerResponse, seen: SeenRequest): void {
  const write = response.write.bind(response) as (...parameters: unknown[]) => boolean;
  const end = response.end.bind(response) as (...parameters: unknown[]) => ServerResponse;
  const count = (chunk: unknown): void => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) {
      seen.sentBytes += Buffer.byteLength(chunk);
    }
  };
  response.write = (...parameters: unknown[]) => {
    count(parameters[0]);
    return write(...parameters);
  };
  response.end = (...parameters: unknown[]) => {
    // `end` calls the original `write` itself.
    count(parameters[0]);
    return end(...parameters);
  };
}
