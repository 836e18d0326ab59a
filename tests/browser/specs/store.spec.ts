// The store conformance suite on IndexedDB, in real Chromium, and what only a browser does to a store.
// It needs target/browser-store (see tests/browser-store); no relay and no app.
import { createReadStream, existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize, resolve } from "node:path";
import { type BrowserContext, type Page, chromium as browserType, expect, test } from "@playwright/test";
import { chromium } from "../actors/environment.ts";

const built = process.env.DOORSTEP_STORE ?? resolve(import.meta.dirname, "../../../target/browser-store");
const types: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm" };

let server: Server;
let origin: string;

test.beforeAll(async () => {
  expect(existsSync(join(built, "browser_store.js")), `${built} is built`).toBe(true);
  server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://x").pathname);
    const type = types[path.slice(path.lastIndexOf("."))];
    if (!type) {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Store</title>");
    } else {
      response.writeHead(200, { "content-type": type });
      createReadStream(join(built, path)).pipe(response);
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

test.afterAll(() => void server.close());

async function profile(folder: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browserType.launchPersistentContext(folder, {
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(origin);
  return { context, page };
}

/** Calls an exported function of the crate in the page. */
function call<T>(page: Page, name: string, ...args: unknown[]): Promise<T> {
  return page.evaluate(
    async ([name, args]) => {
      const load = new Function("return import('/browser_store.js')") as () => Promise<Record<string, any>>;
      const store = await load();
      await store.default();
      return store[name](...args);
    },
    [name, args] as [string, any[]],
  );
}

const bytes = (text: string) => [...Buffer.from(text)];

test("IndexedDB keeps every promise of a store", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const [checks, ...broken] = await call<string[]>(page, "run_store_conformance");
  expect(broken).toEqual([]);
  expect(Number(checks)).toBeGreaterThan(15);
  await context.close();
});

test("a tab that lost its turn without noticing writes nothing any more", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const told = await call<string[]>(page, "write_after_losing_the_claim");
  const late = "another open tab keeps this device's storage busy";
  expect(told).toEqual(["", "", "", late, "first", "", late, "second"]);
  await context.close();
});

test("a database deleted behind its back is opened again", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  expect(await call<string>(page, "write_after_the_database_was_deleted")).toBe("|||after");
  await context.close();
});

test("a tab does not begin the rows anew where all data was cleared under it", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const told = await call<string>(page, "write_after_all_was_cleared");
  expect(told).toBe("|||another open tab keeps this device's storage busy|nothing");
  await context.close();
});

test("a row outlives a browser that is killed right after the commit", async ({}, info) => {
  const folder = info.outputPath("profile");
  const first = await profile(folder);
  expect(await call<string>(first.page, "put", "kill", "row", bytes("still here"))).toBe("");
  const session = await first.context.browser()?.newBrowserCDPSession();
  await session?.send("Browser.crash").catch(() => {});
  await first.context.close().catch(() => {});
  const second = await profile(folder);
  expect(await call<string>(second.page, "get", "kill", "row")).toBe("still here");
  await second.context.close();
});

test("a full disk is told as such, changes nothing, and passes when there is room again", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1_000_000 });
  expect(await call<string>(page, "put", "full", "row", bytes("small"))).toBe("");
  expect(await call<string>(page, "put_many", "full", "row", 60_000_000)).toBe("this device is out of space");
  expect(await call<string>(page, "get", "full", "row")).toBe("small");
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  expect(await call<string>(page, "put_many", "full", "row", 60_000_000)).toBe("");
  await context.close();
});
