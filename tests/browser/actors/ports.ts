// Free ports for servers on this machine.
import { createServer } from "node:net";

/** Ports that no system hands out to outgoing connections, so that a stopped relay finds its own still free. */
const FIRST = 20_000;
const EACH = 6_000;

/** A port that nobody listens on just now. Tests that run at the same time get ports from different ranges. */
export async function freePort(): Promise<number> {
  const worker = Number(process.env.TEST_PARALLEL_INDEX ?? 0) % 2;
  for (;;) {
    const port = FIRST + worker * EACH + Math.floor(Math.random() * EACH);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
