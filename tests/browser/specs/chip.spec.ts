// The chip says what is so: on this device, on its way, with the team, waiting. It opens the queue.
import { mateo, Person } from "../actors/person.ts";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

test("what is written without a relay waits, is counted, is named in the queue, and is shared when the relay is back", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.expectChip("state-shared");
  await relay.stop();
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Nobody answers the door.");
  await person.expectChip("state-waiting");
  await person.chip.click();
  const queue = person.page.getByRole("dialog", { name: person.message("queue-title") });
  await expect(queue).toContainText(client);
  await person.button("close", queue).click();
  await expect(queue).toBeHidden();
  await relay.start();
  await person.expectChip("state-shared");
  await person.chip.click();
  await expect(queue).toContainText(person.message("queue-empty"));
});

test("it never says that something is with the team before the relay has it on disk", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Said to be shared.");
  await person.expectChip("state-shared");
  // The relay dies without warning at the very moment the chip says so; what it acknowledged must be there.
  await relay.kill();
  await relay.start();
  await person.device.page.reload();
  await person.unlock();
  await person.expectChip("state-shared");
  await person.expectText(person.body, "Said to be shared.");
});

test("a relay restored from last week's backup is refilled by the device", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Before the backup.");
  await person.expectChip("state-shared");
  await relay.stop();
  const backup = relay.backup();
  await relay.start();
  await person.append(person.body, " After the backup.");
  await person.expectChip("state-shared");
  await relay.stop();
  relay.restore(backup);
  await relay.start();
  await person.goToCase(client, "sharing");
  const link = await person.invite(mateo.name);
  const invited = new Person(await device("mateo"), mateo);
  await invited.join(link);
  await invited.expectCase(client);
  await invited.goToCase(client, "notes");
  await invited.openNote("Before the backup.");
  await invited.expectText(invited.body, "Before the backup. After the backup.", 60_000);
});

test("on a full disk nothing is called saved, and it is saved as soon as there is room", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Before. ");
  await person.expectChip("state-shared");
  // What Chromium throws then; by itself it notices half a minute late.
  await person.page.evaluate(() => {
    const store = IDBObjectStore.prototype;
    const { add, put } = store;
    store.add = store.put = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
    Object.assign(globalThis, { makeRoom: () => Object.assign(store, { add, put }) });
  });
  await person.append(person.body, "After.");
  await person.expectChip("state-attention");
  await expect(person.page.getByText(person.message("note-unsaved-hint"))).toBeVisible();
  await person.chip.click();
  const queue = person.page.getByRole("dialog", { name: person.message("queue-title") });
  await expect(queue).toContainText(person.message("queue-unsaved"));
  await expect(queue).toContainText(person.message("problem-full"));
  await person.button("close", queue).click();
  await person.page.evaluate(() => void (globalThis as unknown as { makeRoom: () => void }).makeRoom());
  await person.expectChip("state-shared");
  await expect(person.page.getByText(person.message("note-saved-hint"))).toBeVisible();
});

test("clearing what is stored is said at once, and the open text stays to be copied", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Still on the screen.");
  await person.expectChip("state-shared");
  const session = await person.page.context().newCDPSession(person.page);
  await session.send("Storage.clearDataForOrigin", { origin: relay.origin, storageTypes: "indexeddb" });
  await person.expectChip("state-attention");
  await person.chip.click();
  const queue = person.page.getByRole("dialog", { name: person.message("queue-title") });
  await expect(queue).toContainText(person.message("queue-unsaved"));
  await expect(queue).toContainText(person.message("problem-erased-do"));
  await person.button("close", queue).click();
  await person.append(person.body, " And more.");
  await person.expectText(person.body, "Still on the screen. And more.");
  await person.go("me");
  await person.button("me-lock-now").click();
  await expect(person.page.getByText(person.message("me-lock-failed"))).toBeVisible();
  await person.page.goBack();
  await person.expectText(person.body, "Still on the screen. And more.");
});
