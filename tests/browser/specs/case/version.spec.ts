// A plan is agreed: read together, signed as it was read, looked over by a colleague, and read again for ever as it stood.
import type { Locator } from "@playwright/test";
import { expectAccessible } from "../../actors/axe.ts";
import type { Person } from "../../actors/person.ts";
import { client, founder, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

const phone = { width: 390, height: 844 };
const tablet = { width: 820, height: 1180 };

async function addGoal(person: Person, words: string): Promise<void> {
  await person.button("goal-new").click();
  await expect(person.field("field-goal-words")).toBeFocused();
  await person.type(words);
  await person.button("plan-done").click();
  await expect(person.field("field-goal-words")).toHaveCount(0);
}

const card = (person: Person, words: string): Locator => person.page.locator("article.goal", { hasText: words });

async function addStep(person: Person, goal: string, step: string): Promise<void> {
  await person.button("step-add", card(person, goal)).click();
  await person.field("step-new").fill(step);
  await person.field("step-new").press("Enter");
  await expect(card(person, goal).getByRole("button", { name: step, exact: true })).toBeVisible();
  await person.field("step-new").press("Escape");
}

async function reword(person: Person, from: RegExp, to: string): Promise<void> {
  await person.page.getByRole("link", { name: from }).click();
  await person.field("field-goal-words").fill(to);
  await person.button("plan-done").click();
  await expect(card(person, to)).toBeVisible();
}

/** Draws something like a name in the field that is open. */
async function draw(person: Person): Promise<void> {
  const pad = person.page.locator("#signature-pad");
  await pad.scrollIntoViewIfNeeded();
  const place = await pad.boundingBox();
  if (!place) throw new Error("nowhere to sign");
  const { mouse } = person.page;
  for (const [from, to] of [[0.1, 0.4], [0.5, 0.8]] as const) {
    await mouse.move(place.x + place.width * from, place.y + place.height * 0.7);
    await mouse.down();
    await mouse.move(place.x + place.width * ((from + to) / 2), place.y + place.height * 0.2, { steps: 4 });
    await mouse.move(place.x + place.width * to, place.y + place.height * 0.7, { steps: 4 });
    await mouse.up();
  }
  await expect(pad.locator("path")).toHaveCount(2);
}

async function agree(person: Person): Promise<void> {
  await person.link("plan-agree").click();
  await expect(person.heading("agree-title")).toBeVisible();
  await draw(person);
  await person.button("agree-sign").click();
  await expect(person.page.getByText(person.message("version-unaltered"))).toBeVisible();
}

const standing = (person: Person): Locator => person.page.locator("#plan-standing");
const read = (person: Person): Locator => person.page.locator(".read-plan");

for (const size of [phone, tablet]) {
  test(`a plan is signed by hand and stays what it was, with what came since beside it, at ${size.width} px`, async ({ relay, device }) => {
    const person = await founder(relay, device, undefined, size);
    const { page } = person;
    await person.openCase(client);
    await person.goToCase(client, "plan");
    await addGoal(person, "A place where the door locks.");
    await addStep(person, "door locks", "Change the lock");
    await person.link("plan-agree").click();
    await expectAccessible(page, "agreeing");
    await person.button("agree-sign").click();
    await expect(page.getByText(person.message("sign-strokes-missing")), "nothing was signed").toBeVisible();
    await draw(person);
    await person.button("pad-back").click();
    await expect(page.locator("#signature-pad path")).toHaveCount(1);
    await person.button("pad-clear").click();
    await draw(person);
    await person.button("agree-sign").click();
    await expect(page.getByText(person.message("version-unaltered"))).toBeVisible();
    await expect(page.locator(".signed-by")).toContainText(client);
    await expect(page.locator(".signed-by svg.strokes path")).toHaveCount(2);
    await expectAccessible(page, "a version");
    await person.link("back", page.locator(".pane.plan")).click();
    await expect(standing(person)).toContainText(client);

    await reword(person, /door locks/, "A door that closes.");
    await addStep(person, "door that closes", "See two flats");
    await expect(standing(person)).toContainText(/2 changes since/);
    await standing(person).getByRole("link").click();
    await expect(read(person), "as it was agreed").toContainText("A place where the door locks.");
    await expect(read(person)).not.toContainText("See two flats");
    await page.getByText(person.message("version-changes")).click();
    await expect(page.locator(".plan-change")).toContainText("See two flats");
    await expect(page.locator(".plan-change del")).toContainText("place where");

    // On paper it is the version, with the signature.
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const paper = page.locator(".plan-paper");
    await expect(paper).toContainText("A place where the door locks.");
    await expect(paper).not.toContainText("See two flats");
    await expect(paper.locator("svg.strokes")).toBeVisible();
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.emulateMedia({ media: "screen" });
    await page.reload();
    await person.unlock();
    await expect(read(person), "also after a reload").toContainText("A place where the door locks.");
  });
}

test("by keys alone a name is typed, and what is missing is said where it is missing", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase(client);
  await person.goToCase(client, "plan");
  await addGoal(person, "A whole night of sleep.");
  await person.link("plan-agree").press("Enter");
  await person.field("sign-who").selectOption("other");
  await expect(person.field("sign-name")).toBeVisible();
  await page.getByRole("radio", { name: person.message("sign-draw") }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: person.message("sign-type") })).toBeChecked();
  await person.button("agree-sign").press("Enter");
  await expect(person.field("sign-name")).toBeFocused();
  await expect(person.field("sign-name")).toHaveAttribute("aria-invalid", "true");
  await person.type("Rosa Núñez");
  await page.keyboard.press("Enter");
  await expect(page.getByText(person.message("version-unaltered"))).toBeVisible();
  await expect(page.locator(".signed-by")).toContainText("Rosa Núñez");
  await expect(page.locator(".signed-by svg")).toHaveCount(0);
  // A colleague's own signature beside it.
  await person.button("version-sign").click();
  await person.field("sign-who").selectOption("me");
  await person.button("agree-sign", page.getByRole("dialog")).click();
  await expect(page.locator(".signed-by")).toHaveCount(2);
});

test("what a colleague changes while the pen is on the glass is said, and is not what is signed", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "plan");
  await addGoal(amara, "Mornings without a fight.");
  await amara.expectChip("state-shared");
  await mateo.goToCase(client, "plan");
  await expect(card(mateo, "Mornings")).toBeVisible({ timeout: 20_000 });
  await amara.link("plan-agree").click();
  await draw(amara);
  await addStep(mateo, "Mornings", "A bus pass");
  const came = amara.page.locator("#agree-came");
  await expect(came).toContainText("A bus pass", { timeout: 20_000 });
  await expect(read(amara), "what is read stays still").not.toContainText("A bus pass");
  await amara.button("agree-sign").click();
  await expect(amara.page.getByText(amara.message("version-unaltered"))).toBeVisible();
  await expect(read(amara)).not.toContainText("A bus pass");
  await amara.page.getByText(amara.message("version-changes")).click();
  await expect(amara.page.locator(".plan-change")).toContainText("A bus pass");
  // Read anew, it is part of the next version.
  await amara.link("back", amara.page.locator(".pane.plan")).click();
  await amara.link("plan-agree").click();
  await addStep(mateo, "Mornings", "Clothes the evening before");
  await expect(came).toContainText("Clothes", { timeout: 20_000 });
  await amara.button("agree-again").click();
  await expect(came).toHaveCount(0);
  await expect(read(amara)).toContainText("Clothes the evening before");
  await draw(amara);
  await amara.button("agree-sign").click();
  await expect(amara.heading("version-title")).toContainText("2");
  await expect(read(amara)).toContainText("Clothes the evening before");
});

test("two apart for a day: one signs, the other goes on; both see what was signed and what came; it comes back, and is signed off", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "plan");
  await addGoal(amara, "Mornings without a fight.");
  await amara.expectChip("state-shared");
  await mateo.goToCase(client, "plan");
  await expect(card(mateo, "Mornings")).toBeVisible({ timeout: 20_000 });
  await relay.stop();
  await agree(amara);
  await reword(mateo, /Mornings/, "Calm mornings.");
  await addStep(mateo, "Calm mornings", "A late start on Mondays");
  await relay.start();
  await expect(standing(mateo)).toContainText(/2 changes since/, { timeout: 60_000 });
  await standing(mateo).getByRole("link").click();
  await expect(read(mateo)).toContainText("Mornings without a fight.");
  await expect(mateo.page.getByText(mateo.message("version-unaltered"))).toBeVisible();
  await expect(amara.page.getByText(/2 changes since/).first()).toBeVisible({ timeout: 60_000 });

  // Mateo is asked, sends it back, and signs the next answer off.
  await amara.button("oversight-ask").click();
  await mateo.go("today");
  await expect(mateo.heading("to-look-over-title")).toBeVisible({ timeout: 20_000 });
  await mateo.page.locator("[id^=look-over-]").click();
  await mateo.button("oversight-send-back").click();
  await mateo.button("oversight-send-back", mateo.page.locator("form")).click();
  await expect(mateo.field("oversight-reason")).toHaveAttribute("aria-invalid", "true");
  await mateo.field("oversight-reason").fill("No step for the school.");
  await mateo.button("oversight-send-back", mateo.page.locator("form")).click();
  await amara.go("today");
  await expect(amara.page.locator("[id^=look-over-]")).toContainText("No step for the school.", { timeout: 20_000 });
  await expect(mateo.page.locator(".look-over")).toContainText("No step for the school.");
  await mateo.button("oversight-sign-off").click();
  await expect(amara.page.locator("[id^=look-over-]")).toHaveCount(0, { timeout: 20_000 });
  await amara.goToCase(client, "plan");
  await expect(standing(amara)).toContainText(mateo.who.name);
});

test("the tablet is in the client’s hands: the plan in their language, and nothing else until it is given back", async ({ relay, device }) => {
  const person = await founder(relay, device, undefined, tablet);
  const { page } = person;
  await person.openCase(client);
  await person.goToCase(client, "plan");
  await addGoal(person, "Un sitio donde la puerta cierre.");
  await person.link("plan-agree").click();
  await page.getByText("Español", { exact: true }).click();
  await expect(read(person)).toContainText("Nuestro plan");
  await page.locator("#agree-hand").click();
  await expect(person.navigation).toBeHidden();
  await expectAccessible(page, "in the client’s hands");
  await draw(person);
  await person.button("agree-sign").click();
  await expect(person.heading("agree-thanks")).toBeVisible();
  await person.button("agree-give-back").first().click();
  await expect(person.lock).toBeVisible();
  await person.unlock();
  await expect(page.locator(".signed-by")).toContainText(client);
  await expect(read(person)).toContainText("Nuestro plan");
});
