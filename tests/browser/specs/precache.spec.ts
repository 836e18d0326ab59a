// What the service worker keeps: every file the app needs, each checked, all or nothing.
import { createHash } from "node:crypto";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

const worker = (folder: string) => readFileSync(join(folder, "sw.js"), "utf8");
const listed = (source: string) => JSON.parse(source.match(/^const FILES = (.*);$/m)?.[1] ?? "[]") as [string, string][];

test("every file that the page names is listed, under the hash of what is served", async ({ relay }) => {
  const files = new Map(listed(worker(relay.app)));
  expect(files.size).toBeGreaterThan(10);
  const page = await (await fetch(`${relay.origin}/`)).text();
  for (const [, path] of page.matchAll(/(?:href|src|data-[a-z-]+)="(\/[^" ]+)/g)) {
    expect([...files.keys()], path).toContain(path);
  }
  for (const [path, integrity] of files) {
    const bytes = Buffer.from(await (await fetch(relay.origin + path)).arrayBuffer());
    expect(`sha384-${createHash("sha384").update(bytes).digest("base64")}`, path).toBe(integrity);
  }
});

test("a cold start takes every file from the cache, without waiting for the service worker to start", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.readyForOffline();
  await person.device.close();
  await relay.stop();
  await person.device.start();
  await person.device.goto("/");
  await expect(person.lock).toBeVisible();
  const sources = await person.page.evaluate(() => {
    const loads = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    // Service Workers (W3C), static routing: who answered in the end.
    return loads.map((load) => `${load.name} from ${(load as unknown as { workerFinalSourceType: string }).workerFinalSourceType}`);
  });
  expect(sources.length).toBeGreaterThan(5);
  for (const source of sources) expect(source).toMatch(/ from cache$/);
  // The address of a screen is no file: the worker answers, with the same page.
  await person.device.goto("/cases");
  await expect(person.lock).toBeVisible();
});

test("a damaged new version is not kept, and the app goes on as it is, offline too", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.readyForOffline();
  const caches = () => person.page.evaluate(() => window.caches.keys());
  const before = await caches();
  expect(before).toHaveLength(1);

  const newer = join(relay.folder, "damaged");
  cpSync(relay.app, newer, { recursive: true });
  const source = worker(newer);
  const [path, integrity] = listed(source).find(([path]) => path.endsWith(".webmanifest")) ?? ["", ""];
  expect(path).not.toBe("");
  const wrong = `sha384-${createHash("sha384").update("something else").digest("base64")}`;
  writeFileSync(join(newer, "sw.js"), source.replace(integrity, wrong).replace(/VERSION = "\w+"/, 'VERSION = "0123456789abcdef"'));
  for (const copy of ["sw.js.br", "sw.js.gz"]) rmSync(join(newer, copy), { force: true });
  await relay.stop();
  relay.app = newer;
  await relay.start();

  const outcome = await person.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const found = new Promise<ServiceWorker>((resolve) => {
      registration.onupdatefound = () => resolve(registration.installing as ServiceWorker);
    });
    await registration.update();
    const installing = await found;
    while (!["installed", "redundant"].includes(installing.state)) {
      await new Promise((resolve) => installing.addEventListener("statechange", resolve, { once: true }));
    }
    return installing.state;
  });
  expect(outcome).toBe("redundant");
  expect(await caches()).toEqual(before);

  await relay.stop();
  await person.page.reload();
  await expect(person.lock).toBeVisible();
});
