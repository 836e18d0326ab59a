// A new version of the app: fetched in the background, offered calmly, taken without losing a letter.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

test("a new version waits until it is taken, and what was being written is still there afterwards", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.readyForOffline();
  // The same app under another version number, as a relay serves it after it was updated.
  const newer = join(relay.folder, "newer");
  cpSync(relay.app, newer, { recursive: true });
  const worker = join(newer, "sw.js");
  const source = readFileSync(worker, "utf8");
  expect(source).toMatch(/const VERSION = "[0-9a-f]+";/);
  writeFileSync(worker, source.replace(/const VERSION = "[0-9a-f]+";/, 'const VERSION = "0123456789abcdef";'));
  // Copies compressed beforehand hold the old number.
  for (const copy of ["sw.js.br", "sw.js.gz"]) rmSync(join(newer, copy), { force: true });
  await relay.stop();
  relay.app = newer;
  await relay.start();
  await person.go("me");
  await person.button("device-check").click();
  await expect(person.button("update-take")).toBeVisible({ timeout: 30_000 });
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Typed while an update was waiting.");
  await person.button("update-take").click();
  await expect(person.lock).toBeVisible({ timeout: 30_000 });
  await person.unlock();
  await person.expectText(person.body, "Typed while an update was waiting.");
  const version = await person.page.evaluate(async () => {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => (port1.onmessage = (event) => resolve(event.data)));
    navigator.serviceWorker.controller?.postMessage("version", [port2]);
    return answer;
  });
  expect(version).toBe("0123456789abcdef");
});
