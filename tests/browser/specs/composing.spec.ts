// A word that is still being composed, by an input method or a phone's keyboard, when the page is locked or left.
import type { CDPSession } from "@playwright/test";
import type { Person } from "../actors/person.ts";
import { client, founder, oneNote, teamOfTwo } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

/** Begins a note with `text` and leaves the cursor behind it. */
async function noteWith(person: Person, text: string): Promise<void> {
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type(text);
}

async function compose(person: Person, text: string): Promise<CDPSession> {
  const session = await person.page.context().newCDPSession(person.page);
  await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  return session;
}

/** The tablet lay there for an hour: its clock says so, and the app locks by itself. */
async function lieForAnHour(person: Person): Promise<void> {
  await person.page.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 3_600_000;
  });
  await expect(person.lock).toBeVisible({ timeout: 30_000 });
}

test("a word being composed when the app locks by itself is there after unlocking", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await noteWith(person, "Elena said ");
  await compose(person, "にほん");
  await lieForAnHour(person);
  await person.unlock();
  await person.expectText(person.body, "Elena said にほん");
});

test("a word that the keyboard has not reported yet is there after unlocking", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await noteWith(person, "Elena said ");
  // Some keyboards and dictation change the text and report only when the word is done.
  await person.body.evaluate((area: HTMLTextAreaElement) => {
    area.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    area.setRangeText("tomorrow", area.selectionEnd, area.selectionEnd, "end");
  });
  await lieForAnHour(person);
  await person.unlock();
  await person.expectText(person.body, "Elena said tomorrow");
});

test("a word that the keyboard has not reported yet goes along to another tab", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await noteWith(person, "Elena said ");
  const second = await person.device.newTab(person.page.url());
  await expect(second.getByRole("heading", { name: person.message("elsewhere-title") })).toBeVisible();
  await person.body.evaluate((area: HTMLTextAreaElement) => {
    area.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    area.setRangeText("tomorrow", area.selectionEnd, area.selectionEnd, "end");
  });
  await person.device.use(second);
  await person.button("elsewhere-use-here").click();
  await person.unlock();
  await person.expectText(person.body, "Elena said tomorrow");
});

test("a word that the keyboard has not reported yet is stored when the app is put away", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await noteWith(person, "Elena said ");
  await person.expectChip("state-shared");
  await person.body.evaluate((area: HTMLTextAreaElement) => {
    area.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    area.setRangeText("tomorrow", area.selectionEnd, area.selectionEnd, "end");
    // What the browser says when somebody presses Home.
    Object.defineProperty(document, "visibilityState", { value: "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect(person.chip.locator(".long")).not.toHaveText(person.message("state-shared"));
  await person.expectChip("state-shared");
  await person.device.kill();
  await person.device.start();
  await person.device.goto("/");
  await person.unlock();
  await person.goToCase(client, "notes");
  await person.openNote("Elena said tomorrow");
  await person.expectText(person.body, "Elena said tomorrow");
});

test("what a colleague writes comes in although a keyboard never says that its word is done", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await oneNote({ amara, mateo }, "Elena said ");
  const neverEnds = () => amara.body.dispatchEvent("compositionstart", { bubbles: true });
  await amara.body.focus();

  await neverEnds();
  await mateo.append(mateo.body, "one ");
  await mateo.expectChip("state-shared");
  await amara.page.keyboard.press("Home");
  await amara.page.keyboard.type("A");
  await amara.expectText(amara.body, "AElena said one ");

  await neverEnds();
  await mateo.append(mateo.body, "two ");
  await mateo.expectChip("state-shared");
  await amara.expectText(amara.body, "AElena said one ");
  await amara.body.blur();
  await amara.expectText(amara.body, "AElena said one two ");

  await amara.body.focus();
  await neverEnds();
  await mateo.append(mateo.body, "three ");
  await mateo.expectChip("state-shared");
  await amara.expectText(amara.body, "AElena said one two ");
  // Nobody touches anything: after a time it comes by itself.
  await amara.expectText(amara.body, "AElena said one two three ");
});
