// The instruments of the other journeys, tried on things that are known: a search that finds nothing must be able to
// find something, a kill must kill, offline must be offline.
import { findTyped } from "../actors/rawBytes.ts";
import { expect, test } from "../actors/test.ts";

const typed = "Nobody else may read this sentence";

test("text put into IndexedDB without sealing is found in the profile, also after the browser was killed", async ({ device }) => {
  const tablet = await device("tablet");
  await tablet.goto("/healthz");
  await tablet.page.evaluate(async (text) => {
    const open = indexedDB.open("unsealed", 1);
    open.onupgradeneeded = () => open.result.createObjectStore("notes");
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const put = database.transaction("notes", "readwrite", { durability: "strict" });
    put.objectStore("notes").put(new TextEncoder().encode(text), "one");
    await new Promise((resolve) => (put.oncomplete = resolve));
  }, typed);
  await tablet.kill();
  expect(findTyped(tablet.profile, [typed])).not.toEqual([]);
});

test("a device without signal reaches nothing, and reaches it again afterwards", async ({ device }) => {
  const tablet = await device("tablet");
  await tablet.goto("/healthz");
  const reaches = () => tablet.page.evaluate(() => fetch("/healthz").then((answer) => answer.ok, () => false));
  expect(await reaches()).toBe(true);
  await tablet.goOffline();
  expect(await reaches()).toBe(false);
  await tablet.goOnline();
  expect(await reaches()).toBe(true);
});

test("a killed browser comes back with its profile and nothing else", async ({ device }) => {
  const tablet = await device("tablet");
  await tablet.goto("/healthz");
  await tablet.page.evaluate(() => {
    localStorage.setItem("kept", "yes");
    sessionStorage.setItem("gone", "yes");
  });
  // Chromium writes local storage a moment later; that moment is what is waited for, nothing of ours.
  await expect.poll(() => findTyped(tablet.profile, ["kept"]), { timeout: 30_000 }).not.toEqual([]);
  await tablet.kill();
  await tablet.start();
  await tablet.goto("/healthz");
  expect(await tablet.page.evaluate(() => [localStorage.getItem("kept"), sessionStorage.getItem("gone")])).toEqual(["yes", null]);
});

test("a relay keeps its address through a stop, a kill and a start", async ({ relay }) => {
  const asked = () => fetch(`${relay.origin}/healthz`).then((answer) => answer.ok, () => false);
  await relay.stop();
  expect(await asked()).toBe(false);
  await relay.start();
  expect(await asked()).toBe(true);
  await relay.kill();
  await relay.start();
  expect(await asked()).toBe(true);
});
