// A case in under a minute, and a note that is saved as it is typed.
import type { Device } from "../actors/device.ts";
import { installProbe, untilDurable } from "../actors/probe.ts";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

/** Waits for all that a tab has asked of IndexedDB so far, also of a tab that does not answer: what is asked later, here by
 * the service worker, is done later. */
async function everythingAskedForIsOnDisk(device: Device): Promise<void> {
  const [worker] = device.browser.serviceWorkers();
  await worker.evaluate(async () => {
    const done = (request: IDBRequest) =>
      new Promise((resolve, reject) => Object.assign(request, { onsuccess: resolve, onerror: () => reject(request.error) }));
    for (const { name } of await indexedDB.databases()) {
      const opening = indexedDB.open(name ?? "");
      await done(opening);
      const tables = [...opening.result.objectStoreNames];
      await done(opening.result.transaction(tables, "readonly").objectStore(tables[0]).count());
      opening.result.close();
    }
  });
}

test("a name is enough to open a case, and a note in it survives a reload without any Save", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Flat warm and tidy, food in the fridge. 😀 Sol shy at first.");
  await person.expectChip("state-shared");
  const address = person.page.url();
  await person.page.reload();
  await person.unlock();
  await expect(person.page).toHaveURL(address);
  await person.expectText(person.body, "Flat warm and tidy, food in the fridge. 😀 Sol shy at first.");
});

test("the notes list and Today show what was written, and lead back to it", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client, { worry: "Mateo has missed two weeks of school." });
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Elena says the nights are quieter.");
  await person.go("today");
  await person.openNote("Elena says the nights are quieter.");
  await person.expectText(person.body, "Elena says the nights are quieter.");
  await person.goToCase(client, "notes");
  await person.openNote("Elena says the nights are quieter.");
  await person.expectText(person.body, "Elena says the nights are quieter.");
});

test("an empty text says what to write in it, a written one does not, and an emptied one does again", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  const words = (await person.body.getAttribute("placeholder")) ?? "";
  expect(words).not.toBe("");
  await person.type("N");
  await expect(person.body).not.toHaveAttribute("placeholder");
  await person.page.keyboard.press("Backspace");
  await expect(person.body).toHaveAttribute("placeholder", words);
});

test("a letter is on its way to the disk before the browser does anything else", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("The lock was changed on Monda");
  await person.expectChip("state-shared");
  await person.readyForOffline();
  // From here on only the tablet's disk can know what is typed.
  await relay.stop();
  // The letter comes, and from there on the page is kept busy: it hears of nothing any more.
  const isStuck = person.page.waitForEvent("console", (message) => message.text() === "stuck");
  const stuck = person.page.evaluate(async () => {
    document.execCommand("insertText", false, "y");
    for (let turn = 0; turn < 100; turn += 1) await null;
    console.log("stuck");
    for (;;);
  });
  const ended = stuck.catch(() => {});
  await isStuck;
  await everythingAskedForIsOnDisk(person.device);
  await person.device.kill();
  await ended;
  await person.device.start();
  await person.device.goto("/");
  await person.unlock();
  await person.goToCase(client, "notes");
  await person.openNote("The lock was changed on Monday");
  await person.expectText(person.body, "The lock was changed on Monday");
});

test("what was typed right before the power went is still there", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await installProbe(person.device.browser);
  await person.page.reload();
  await person.unlock();
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.readyForOffline();
  // From here on only the tablet's disk can know what is typed.
  await relay.stop();
  await person.type("The lock was changed on Monday.");
  // Killed in the very moment in which the transaction of the last letter is complete, which is the earliest that the app
  // may call it saved. How soon after the key that is, is measured by the bench.
  await untilDurable(person.page);
  await person.device.kill();
  await person.device.start();
  await person.device.goto("/");
  await person.unlock();
  await person.goToCase(client, "notes");
  await person.openNote("The lock was changed");
  await person.expectText(person.body, "The lock was changed on Monday.");
});
