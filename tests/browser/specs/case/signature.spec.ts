// A note is finished and signed; it is amended for a reason; what was signed stays; two people apart, one of whom signs.
import type { Locator } from "@playwright/test";
import { expectAccessible } from "../../actors/axe.ts";
import { lucia, type Person } from "../../actors/person.ts";
import { client, founder, oneNote, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

const signature = (person: Person): Locator => person.page.locator("section.signature");
const amendments = (person: Person): Locator => person.page.locator("li.amendment");
/** The text of a section of a note that is read. */
const read = (person: Person): Locator => person.page.locator("section.read p");

const show = (person: Person, what: string): Promise<void> => person.page.locator(".signature .seg label").filter({ hasText: person.message(what) }).first().click();

async function amend(person: Person, reason: string): Promise<void> {
  await person.button("signature-amend").click();
  const dialog = person.page.getByRole("dialog", { name: person.message("signature-amend-title") });
  await expect(person.field("signature-amend-why", dialog)).toBeFocused();
  await person.type(reason);
  await person.page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
}

test("a note is finished in one tap, read from then on, and amended for a reason; what was signed can be read for ever", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Mateo slept in his own bed four times this week.");
  await person.button("signature-finish").click();
  await expect(signature(person)).toContainText(person.message("signature-finished") as string);
  await expect(signature(person)).toBeFocused();
  await expect(read(person)).toHaveText("Mateo slept in his own bed four times this week.");
  await expect(person.body, "what is signed is read").toHaveCount(0);
  await expectAccessible(page, "a finished note");

  // Taken back where it is said; done again by keys.
  await person.button("undo", page.locator(".just-done")).click();
  await person.expectText(person.body, "Mateo slept in his own bed four times this week.");
  await person.button("signature-finish").focus();
  await page.keyboard.press("Enter");
  await expect(read(person)).toBeVisible();

  // A reason is asked for, and is there again after a reload.
  await person.button("signature-amend").click();
  await page.keyboard.press("Enter");
  await expect(page.getByText(person.message("signature-amend-missing"))).toBeVisible();
  await expectAccessible(page, "the question why");
  await person.type("Elena rang");
  await person.expectChip("state-shared");
  await page.reload();
  await person.unlock();
  await person.button("signature-amend").click();
  await expect(person.field("signature-amend-why")).toHaveValue("Elena rang");
  await person.field("signature-amend-why").press("End");
  await person.type(": it was five times.");
  await page.keyboard.press("Enter");
  await expect(signature(person)).toContainText("Elena rang: it was five times.");
  await person.body.fill("Mateo slept in his own bed five times this week.");
  await person.button("signature-finish-again").click();
  await expect(read(person)).toHaveText("Mateo slept in his own bed five times this week.");
  await expect(amendments(person)).toHaveCount(1);
  await expect(amendments(person)).toContainText("Elena rang: it was five times.");
  await expect(amendments(person).locator("del")).toContainText("four");
  await expect(amendments(person).locator("ins")).toContainText("five");

  await show(person, "signature-shown-number");
  await expect(read(person)).toHaveText("Mateo slept in his own bed four times this week.");
  await expect(page.getByText(person.message("signature-unaltered"))).toBeVisible();
  await expectAccessible(page, "a note as it was signed");

  // Lists say so, also after a cold start without signal.
  await person.readyForOffline();
  await person.device.goOffline();
  await person.device.kill();
  await person.device.start();
  await person.device.goto("/");
  await person.unlock();
  await person.goToCase(client, "notes");
  await expect(person.page.locator("a.item .finished")).toHaveCount(1);
  await person.openNote("five times");
  await expect(signature(person).locator(".signed-line")).toHaveCount(2);
});

test("two apart: what one wrote before the other's signature reached them is shown as a change since, on both", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "Four nights.");
  await relay.stop();
  await mateo.append(mateo.body, " Mateo laughed twice.");
  await mateo.expectChip("state-waiting");
  await amara.button("signature-finish").click();
  await expect(read(amara)).toHaveText("Four nights.");
  await amara.expectChip("state-waiting");
  // He goes on writing while it comes: nothing is taken from under his caret.
  await mateo.body.focus();
  await relay.start();
  await expect(signature(mateo)).toBeVisible({ timeout: 60_000 });
  await expect(mateo.body).toBeFocused();
  await mateo.body.blur();
  for (const person of [amara, mateo]) {
    await expect(read(person)).toHaveText("Four nights. Mateo laughed twice.", { timeout: 60_000 });
    await expect(signature(person)).toContainText(person.message("signature-changed") as string);
    await expect(amendments(person)).toHaveCount(1);
    await expect(amendments(person)).toContainText(person.message("amendment-unknowing") as string);
    await expect(amendments(person).locator("ins")).toContainText("Mateo laughed twice.");
    await show(person, "signature-shown-signed");
    await expect(read(person)).toHaveText("Four nights.");
    await expect(person.page.getByText(person.message("signature-unaltered"))).toBeVisible();
  }
  await amend(mateo, "Dates were missing.");
  await mateo.append(mateo.body, " On Monday.");
  await mateo.button("signature-finish-again").click();
  await expect(amendments(amara)).toHaveCount(2, { timeout: 60_000 });
  await expect(amendments(amara).nth(1)).toContainText("Dates were missing.");
  await expect(amendments(amara).nth(1)).toContainText("Mateo Ruiz");
});

test("una nota se termina, se enmienda y se recupera de su historial", async ({ relay, device }) => {
  const person = await founder(relay, device, lucia, { locale: "es-ES" });
  const { page } = person;
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Cuatro noches.");
  await person.button("signature-finish").click();
  await amend(person, "Llamó Elena.");
  await person.body.fill("Cinco noches.");
  await person.more("history");
  const dialog = page.getByRole("dialog", { name: person.message("history") });
  const slider = dialog.getByRole("slider");
  await expect(slider).toBeVisible();
  await expect(dialog.locator(".marked")).toContainText("Cinco noches.");
  await expectAccessible(page, "el historial");
});
