import type { Behaviour, Exchange } from './loopbackServer.ts';

/** The first of the behaviours for the first request, and so on; those that come after are answered well. */
export function inTurn(...behaviours: readonly (Behaviour | undefined)[]): Behaviour {
  const left = [...behaviours];
  return (exchange) => {
    const behaviour = left.shift();
    if (behaviour) {
      behaviour(exchange);
    } else {
      exchange.serve();
    }
  };
}

/** For requests whose path matches; others are answered well. */
export function onPath(pattern: RegExp, behaviour: Behaviour): Behaviour {
  return (exchange) => {
    if (pattern.test(exchange.seen.path)) {
      behaviour(exchange);
    } else {
      exchange.serve();
    }
  };
}

export function answerStatus(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Behaviour {
  return ({ response }) => {
    response.writeHead(status, headers).end(body);
  };
}

/** The sign-in page of a hotel: a web page in answer to whatever was asked. */
export const captivePortal = answerStatus(
  200,
  { 'content-type': 'text/html; charset=utf-8' },
  '<html><body>Welcome to our network! Please sign in.</body></html>',
);

/** Says how long the answer is, sends so many bytes of it, and cuts the connection. */
export function dropAfter(bytes: number): Behaviour {
  return sendBody((exchange, body) => {
    exchange.response.write(body.subarray(0, bytes), () => {
      // At once the bytes might not have left yet.
      setTimeout(() => exchange.response.destroy(), 5);
    });
  });
}

/**
 * Cuts the connection only when the other side says that so many bytes have reached it: of what is still on its
 * way when a connection is cut, nothing may arrive, the headers neither.
 */
export function dropOnceReceived(bytes: number, received: Promise<unknown>): Behaviour {
  return sendBody(({ response }, body) => {
    response.write(body.subarray(0, bytes));
    void received.then(() => response.destroy());
  });
}

/** Sends so many bytes and then nothing more, without ending the connection. */
export function stallAfter(bytes: number): Behaviour {
  return sendBody(({ response }, body) => {
    response.flushHeaders();
    response.write(body.subarray(0, bytes));
  });
}

/** Sends a little at a time. */
export function trickle(chunkBytes: number, everyMs: number): Behaviour {
  return sendBody(({ response }, body) => {
    let sent = 0;
    const timer = setInterval(() => {
      response.write(body.subarray(sent, sent + chunkBytes));
      sent += chunkBytes;
      if (sent >= body.length || response.destroyed) {
        clearInterval(timer);
        response.end();
      }
    }, everyMs);
  });
}

/** One byte is wrong, as after a bad disk or a proxy that meddles. */
export const damage = sendBody(({ response }, body) => {
  const damaged = Buffer.from(body);
  damaged[0] = (damaged[0] ?? 0) ^ 0xff;
  response.end(damaged);
});

/** As a server that knows nothing of ranges. */
export const ignoreRange: Behaviour = ({ request, serve }) => {
  delete request.headers.range;
  serve();
};

/** Lets the server decide on status and headers, and `send` on what becomes of the body. */
function sendBody(send: (exchange: Exchange, body: Buffer) => void): Behaviour {
  return (exchange) => {
    const { response } = exchange;
    const end = response.end.bind(response);
    response.end = ((body?: unknown) => {
      response.end = end;
      if (body instanceof Uint8Array) {
        send(exchange, Buffer.from(body));
      } else {
        end();
      }
      return response;
    }) as typeof response.end;
    exchange.serve();
  };
}
