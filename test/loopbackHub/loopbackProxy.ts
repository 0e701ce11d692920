import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { LoopbackServer } from './loopbackServer.ts';

/** A proxy that leads every name to the one server there is, and notes what it was asked for. */
export interface LoopbackProxy {
  readonly address: string;
  readonly tunnels: { readonly to: string; readonly authorization: string | undefined }[];
  refuse: boolean;
  close(): Promise<void>;
}

export async function startProxy(server: LoopbackServer): Promise<LoopbackProxy> {
  const tunnels: LoopbackProxy['tunnels'] = [];
  const sockets = new Set<{ destroy(): void }>();
  const http: Server = createServer();
  const proxy: LoopbackProxy = {
    get address() {
      return `127.0.0.1:${(http.address() as AddressInfo).port}`;
    },
    tunnels,
    refuse: false,
    async close() {
      sockets.forEach((socket) => socket.destroy());
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  http.on('connect', (request, socket) => {
    tunnels.push({ to: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    if (proxy.refuse) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const { hostname, port } = new URL(server.origin);
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    sockets.add(socket).add(onward);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return proxy;
}
