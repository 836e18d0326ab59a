// A new version of the app: fetched in the background, offered calmly, taken without losing a letter.
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

test("a new version waits until it is taken, and what was being written is still there afterwards", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.readyForOffline();
  await relay.stop();
  const newest = relay.serveNewerVersion();
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
  expect(version).toBe(newest);
});
