import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that answers as `handle` says, on a port of its own: what it heard, where it is, and how to end it. */
export async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void) {
  const heard: IncomingMessage[] = [];
  const server: Server = createServer((request, response) => {
    heard.push(request);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    heard,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answer with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  body: object,
  type = "application/json",
): void {
  response.writeHead(status, { "Content-Type": type });
  response.end(JSON.stringify(body));
}
