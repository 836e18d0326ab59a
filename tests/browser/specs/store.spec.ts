// The store conformance suite on IndexedDB, in real Chromium, and what only a browser does to a store.
// It needs target/browser-store (see tests/browser-store); no relay and no app.
import { createReadStream, existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize, resolve } from "node:path";
import { type BrowserContext, type Page, chromium as browserType, expect, test } from "@playwright/test";
import { chromium } from "../actors/environment.ts";
import { endAtOnce } from "../actors/processes.ts";

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

/** The battery dies: every process of the browser on `folder` ends at once. */
async function killed(context: BrowserContext, folder: string): Promise<void> {
  const gone = context.waitForEvent("close");
  await endAtOnce(folder);
  await gone;
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

/** A tab of this page, with a store of its own on a database. */
const tab = (page: Page, name: string, database: string) => ({
  takeFence: () => call<string>(page, "take_fence", name, database),
  takeFenceAgain: () => call<string>(page, "take_fence_again", name),
  /** Transactions begun at once: see `commit` in tests/browser-store. */
  commit: (...transactions: string[]) => call<string[]>(page, "commit", name, transactions),
  commitAndForget: (transaction: string) => call<void>(page, "commit_and_forget", name, transaction),
  look: () => call<string>(page, "look", name),
  close: () => call<void>(page, "close", name),
});

const lookInPlace = (page: Page, database: string) => call<string>(page, "look_in_place", database);

/** What the fence's table holds: keys (bytes, or the one name) and values. */
function fenceRows(page: Page, database: string): Promise<[number[] | string, number[] | unknown][]> {
  return page.evaluate(async (database) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const opened = await done(indexedDB.open(database));
    const table = opened.transaction("claim").objectStore("claim");
    const [keys, values] = await Promise.all([done(table.getAllKeys()), done(table.getAll())]);
    opened.close();
    const plain = (it: unknown) =>
      it instanceof ArrayBuffer || it instanceof Uint8Array ? [...new Uint8Array(it)] : it;
    return keys.map((key, at) => [plain(key), plain(values[at])] as [number[] | string, unknown]);
  }, database);
}

/** Makes a database as the shape 1 has it, with these rows in the fence's table: as they were found on a device. */
function makeByHand(page: Page, database: string, rows: [number[] | string, number[] | unknown][]): Promise<void> {
  return page.evaluate(
    async ([database, rows]) => {
      const tables =
        "vault state control documents changes pending outbox records aside projection claim".split(" ");
      const asked = indexedDB.open(database, 1);
      asked.onupgradeneeded = () => tables.forEach((table) => asked.result.createObjectStore(table));
      const opened = await new Promise<IDBDatabase>((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
      });
      const transaction = opened.transaction("claim", "readwrite");
      const binary = (it: unknown) => (Array.isArray(it) ? new Uint8Array(it) : it);
      for (const [key, value] of rows) {
        transaction.objectStore("claim").put(binary(value), binary(key) as IDBValidKey);
      }
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      opened.close();
    },
    [database, rows] as [string, [any, any][]],
  );
}

const LATE = "another open tab keeps this device's storage busy";
const tokenNamed = (byte: number) => Array<number>(16).fill(byte);
const numbered = (byte: number, number: number) => [...tokenNamed(byte), 0, 0, 0, 0, 0, 0, 0, number];
const framed = (key: string, value: string) => [1, key.length, ...bytes(key + value)];

for (const fenced of [false, true]) {
  test(`IndexedDB keeps every promise of a store, ${fenced ? "behind a fence" : "without one"}`, async ({}, info) => {
    const { context, page } = await profile(info.outputPath("profile"));
    const [checks, ...broken] = await call<string[]>(page, "run_store_conformance", fenced);
    expect(broken).toEqual([]);
    expect(Number(checks)).toBeGreaterThan(15);
    await context.close();
  });
}

test("a tab that lost its turn without noticing writes nothing any more", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const told = await call<string[]>(page, "write_after_losing_the_fence");
  expect(told).toEqual(["", "", "", LATE, "first", "", LATE, "second"]);
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
  expect(told).toBe("|||what was stored on this device was cleared|nothing");
  await context.close();
});

test("a row outlives a browser that is killed right after the commit", async ({}, info) => {
  const folder = info.outputPath("profile");
  const first = await profile(folder);
  expect(await call<string>(first.page, "put", "kill", "row", bytes("still here"))).toBe("");
  await killed(first.context, folder);
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

test("what is typed waits behind the fence, is seen at once, and is put in its place by what comes next", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const mine = tab(page, "mine", "typed");
  expect(await mine.takeFence()).toBe("");
  expect(await mine.commit("a=1", "a=2", "b=3", "b=4, b=5")).toEqual(["", "", "", ""]);
  expect(await mine.look()).toBe("a=2, b=5");
  expect(await lookInPlace(page, "typed"), "it is not in its place yet").toBe("");
  expect(await mine.commit("c=6, =10")).toEqual([""]);
  expect(await lookInPlace(page, "typed")).toBe("a=2, b=5, c=6");
  expect(await mine.look()).toBe("a=2, b=5, c=6");
  await context.close();
});

test("what waited and is deleted is gone", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const [first, second] = [tab(page, "first", "gone"), tab(page, "second", "gone")];
  await first.takeFence();
  expect(await first.commit("a=1", "b=1", "a, c=2")).toEqual(["", "", ""]);
  expect(await first.look()).toBe("b=1, c=2");
  expect(await second.takeFence()).toBe("");
  expect(await second.look()).toBe("b=1, c=2");
  expect(await lookInPlace(page, "gone")).toBe("b=1, c=2");
  await context.close();
});

test("whoever takes the fence next finds what waited, the latest of each", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const [first, second] = [tab(page, "first", "next"), tab(page, "second", "next")];
  await first.takeFence();
  expect(await first.commit("a=1", "b=2", "a=3")).toEqual(["", "", ""]);
  expect(await second.takeFence()).toBe("");
  expect(await lookInPlace(page, "next")).toBe("a=3, b=2");
  expect(await second.commit("a=4")).toEqual([""]);
  expect(await second.look()).toBe("a=4, b=2");
  expect(await first.look(), "the one before sees what is there, and nothing that waited").toBe("a=3, b=2");
  expect(await first.takeFenceAgain(), "and can have its turn back").toBe("");
  expect(await first.look()).toBe("a=4, b=2");
  expect(await first.commit("a=5")).toEqual([""]);
  expect(await second.commit("a=6")).toEqual([LATE]);
  expect(await first.look()).toBe("a=5, b=2");
  await context.close();
});

test("a tab that lost its turn writes nothing any more, however much it begins at once", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const lateOnes = ["a=late", "b=late", "a, c=late", "=10", "d=late", "a=late"];
  // Whatever it did before: nothing, typing, something else, or so much that rows were swept away.
  const befores = [[], ["a=1"], ["a=1", "a=2, =10"], ["=10", "a=1"], Array(300).fill("a=1")];
  for (const [at, before] of befores.entries()) {
    const name = `late-${at}`;
    const [first, second] = [tab(page, "first", name), tab(page, "second", name)];
    await first.takeFence();
    expect(await first.commit(...before)).toEqual(before.map(() => ""));
    expect(await second.takeFence()).toBe("");
    const there = await second.look();
    expect(await first.commit(...lateOnes)).toEqual(lateOnes.map(() => LATE));
    expect(await first.commit(...lateOnes)).toEqual(lateOnes.map(() => LATE));
    expect(await second.look()).toBe(there);
    const elsewhere = before.some((it) => it.includes("=10")) ? "xxxxxxxxxx" : "nothing";
    expect(await call<string>(page, "get", name, "row")).toBe(elsewhere);
    expect(await second.commit("a=mine")).toEqual([""]);
    expect(await first.commit("a=late")).toEqual([LATE]);
    expect(await second.look()).toBe("a=mine");
    expect(await tab(page, "third", name).takeFence()).toBe("");
    expect(await lookInPlace(page, name), "nor does it come later").toBe("a=mine");
  }
  await context.close();
});

test("somebody who types for long does not pile up rows", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const [first, second] = [tab(page, "first", "long"), tab(page, "second", "long")];
  await first.takeFence();
  let most = 0;
  for (let at = 0; at < 20; at++) {
    const typed = Array.from({ length: 11 }, (_, key) => `${"abc"[(at + key) % 3]}=${at}`);
    expect(await first.commit(...typed)).toEqual(typed.map(() => ""));
    most = Math.max(most, (await fenceRows(page, "long")).length);
  }
  expect(most).toBeLessThanOrEqual(130);
  expect(most, "it did wait there").toBeGreaterThan(100);
  expect(await first.look()).toBe("a=19, b=19, c=19");
  for (let at = 0; at < 8; at++) expect(await first.commit(...Array(25).fill("=1"))).toEqual(Array(25).fill(""));
  expect((await fenceRows(page, "long")).length).toBeLessThanOrEqual(130);
  expect(await second.takeFence()).toBe("");
  expect(await second.look()).toBe("a=19, b=19, c=19");
  expect(await fenceRows(page, "long"), "the token, and the end of the one before").toHaveLength(2);
  await context.close();
});

test("what is typed outlives a browser that is killed right after the commit", async ({}, info) => {
  const folder = info.outputPath("profile");
  const first = await profile(folder);
  const before = tab(first.page, "before", "kill");
  await before.takeFence();
  expect(await before.commit("a=1", "a=still here")).toEqual(["", ""]);
  await killed(first.context, folder);
  const second = await profile(folder);
  const after = tab(second.page, "after", "kill");
  expect(await after.takeFence()).toBe("");
  expect(await after.look()).toBe("a=still here");
  await second.context.close();
});

test("after a full disk, typing goes on, and the fence holds", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const [first, second] = [tab(page, "first", "fuller"), tab(page, "second", "fuller")];
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1_000_000 });
  await first.takeFence();
  expect(await first.commit("a=1")).toEqual([""]);
  expect(await first.commit("=60000000, a=lost", "a=2")).toEqual(["this device is out of space", ""]);
  expect(await first.look()).toBe("a=2");
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  expect(await first.commit("=60000000")).toEqual([""]);
  expect(await lookInPlace(page, "fuller")).toBe("a=2");
  expect(await second.takeFence()).toBe("");
  expect(await first.commit("a=late", "b=late", "c=late")).toEqual([LATE, LATE, LATE]);
  expect(await second.look()).toBe("a=2");
  await context.close();
});

test("a connection that is opened again goes on where the one before was", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const [first, second] = [tab(page, "first", "opened"), tab(page, "second", "opened")];
  await first.takeFence();
  expect(await first.commit("a=1")).toEqual([""]);
  await first.close();
  expect(await first.look()).toBe("a=1");
  await first.close();
  expect(await first.commit("a=2", "b=3")).toEqual(["", ""]);
  expect(await second.takeFence()).toBe("");
  expect(await second.look()).toBe("a=2, b=3");
  expect(await first.commit("a=late", "b=late")).toEqual([LATE, LATE]);
  await context.close();
});

test("a transaction whose end is not known is looked up before anything else is written", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const [first, second] = [tab(page, "first", "unknown"), tab(page, "second", "unknown")];
  await first.takeFence();
  expect(await first.commit("a=1")).toEqual([""]);
  // Nobody waits for it.
  await first.commitAndForget("b=2");
  expect(await first.look()).toBe("a=1, b=2");
  await first.commitAndForget("b=3");
  expect(await first.commit("c=4")).toEqual([""]);
  expect(await first.look()).toBe("a=1, b=3, c=4");
  await first.commitAndForget("a, =10");
  expect(await first.look()).toBe("b=3, c=4");
  expect(await lookInPlace(page, "unknown")).toBe("b=3, c=4");
  expect(await first.commit("a=0", "=20", "a=1")).toEqual(["", "", ""]);
  expect(await first.look()).toBe("a=1, b=3, c=4");
  // It came to pass, and the connection was lost before that was said.
  const sayLost = () =>
    page.evaluate(() => {
      const said = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, "oncomplete")!;
      Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
        configurable: true,
        set(hear) {
          Object.defineProperty(IDBTransaction.prototype, "oncomplete", said);
          said.set!.call(this, hear && (() => this.onabort({ target: this })));
        },
      });
    });
  await sayLost();
  expect(await first.commit("d=5")).toEqual([""]);
  expect(await first.look()).toBe("a=1, b=3, c=4, d=5");
  // It did not come to pass.
  await page.evaluate(() => {
    const commit = IDBTransaction.prototype.commit;
    IDBTransaction.prototype.commit = function () {
      IDBTransaction.prototype.commit = commit;
      this.abort();
    };
  });
  expect(await first.commit("e=6")).toEqual([""]);
  expect(await first.look()).toBe("a=1, b=3, c=4, d=5, e=6");
  // It came to pass, nobody knows, and another takes the fence.
  await first.commitAndForget("f=7");
  expect(await second.takeFence()).toBe("");
  expect(await second.look()).toBe("a=1, b=3, c=4, d=5, e=6, f=7");
  expect(await first.look()).toBe("a=1, b=3, c=4, d=5, e=6, f=7");
  expect(await first.commit("a=late", "b=late", "a, =10")).toEqual([LATE, LATE, LATE]);
  expect(await second.look()).toBe("a=1, b=3, c=4, d=5, e=6, f=7");
  // A fence was taken, and whoever took it was told that it was not: whoever held it before holds it no more.
  await sayLost();
  expect(await second.takeFenceAgain()).not.toBe("");
  expect(await second.commit("a=late")).toEqual([LATE]);
  expect(await second.takeFenceAgain()).toBe("");
  expect(await second.commit("a=8")).toEqual([""]);
  await context.close();
});

test("a fence from before transactions were numbered is taken like others", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  await makeByHand(page, "older", [
    ["claim", tokenNamed(7)],
    [tokenNamed(6), true],
  ]);
  const mine = tab(page, "mine", "older");
  expect(await mine.takeFence()).toBe("");
  expect(await mine.commit("a=1")).toEqual([""]);
  const rows = await fenceRows(page, "older");
  // The new token is random: its row may stand before these, between them or after them.
  expect(rows).toEqual(
    expect.arrayContaining([
      [tokenNamed(6), true],
      [tokenNamed(7), true],
    ]),
  );
  expect(rows).toHaveLength(4);
  // What a tab from then does for each transaction: adds the row of its token.
  const told = await page.evaluate(async (token) => {
    const asked = indexedDB.open("older");
    const opened = await new Promise<IDBDatabase>((resolve) => (asked.onsuccess = () => resolve(asked.result)));
    const transaction = opened.transaction(["changes", "claim"], "readwrite");
    transaction.objectStore("claim").add(true, new Uint8Array(token));
    transaction.objectStore("claim").delete(new Uint8Array(token));
    const told = await new Promise<string>((resolve) => {
      transaction.oncomplete = () => resolve("written");
      transaction.onabort = () => resolve(transaction.error?.name ?? "");
    });
    opened.close();
    return told;
  }, tokenNamed(7));
  expect(told).toBe("ConstraintError");
  await context.close();
});

test("a waiting row that cannot be read stays where it is, and stops nothing", async ({}, info) => {
  const { context, page } = await profile(info.outputPath("profile"));
  const damaged: [number[], unknown][] = [
    [numbered(7, 2), [1, 200, 1]],
    [numbered(7, 3), "words"],
  ];
  await makeByHand(page, "damaged", [
    ["claim", tokenNamed(7)],
    [tokenNamed(7), true],
    [numbered(7, 1), framed("a", "1")],
    ...damaged,
    [numbered(7, 4), framed("b", "2")],
  ]);
  const mine = tab(page, "mine", "damaged");
  expect(await mine.takeFence()).toBe("");
  expect(await mine.look()).toBe("a=1, b=2");
  const left = (await fenceRows(page, "damaged")).filter(([key]) => key !== "claim");
  expect(left).toEqual([...damaged, [numbered(7, 5), true]]);
  expect(await mine.commit("a=3")).toEqual([""]);
  await context.close();
});
