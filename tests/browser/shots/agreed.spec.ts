// What was agreed: the page to read and sign, a version with what came since, and a conference in its three shapes.
import { join } from "node:path";
import { shots } from "../actors/environment.ts";
import { founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";
import { shoot } from "./camera.ts";

test("what was agreed", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase("Rosa Núñez");
  await person.goToCase("Rosa Núñez", "plan");
  for (const [words, steps] of [
    ["A place where the door locks.", ["Change the lock", "See two flats", "Post the signed appeal"]],
    ["Mateo goes in without a stomach ache.", ["Go in by the side door"]],
  ] as const) {
    await person.button("goal-new").click();
    await expect(person.field("field-goal-words")).toBeFocused();
    await person.type(words);
    await person.button("plan-done").click();
    const card = page.locator("article.goal", { hasText: words });
    await person.button("step-add", card).click();
    for (const step of steps) {
      await person.field("step-new").fill(step);
      await person.field("step-new").press("Enter");
      await expect(card.getByRole("button", { name: step, exact: true })).toBeVisible();
    }
    await person.field("step-new").press("Escape");
  }
  await person.link("plan-agree").click();
  const pad = page.locator("#signature-pad");
  await pad.scrollIntoViewIfNeeded();
  const place = await pad.boundingBox();
  if (!place) throw new Error("nowhere to sign");
  await page.mouse.move(place.x + place.width * 0.1, place.y + place.height * 0.7);
  await page.mouse.down();
  for (let at = 0; at <= 40; at++) {
    const x = 0.1 + at * 0.018;
    await page.mouse.move(place.x + place.width * x, place.y + place.height * (0.5 + 0.28 * Math.sin(at * 0.9) - 0.002 * at));
  }
  await page.mouse.up();
  await shoot(page, "80-plan-agree-sign");
  await page.locator(".read-plan").scrollIntoViewIfNeeded();
  await page.locator("#agree-title").scrollIntoViewIfNeeded();
  await shoot(page, "80-plan-agree");
  await person.button("agree-sign").click();
  await expect(page.getByText(person.message("version-unaltered"))).toBeVisible();
  await shoot(page, "81-plan-version");
  await page.setViewportSize({ width: 1180, height: 820 });
  await person.goToCase("Rosa Núñez", "plan");
  const first = page.locator("article.goal").first();
  await first.getByRole("checkbox").first().check();
  await first.getByRole("link").first().click();
  await person.prose("field-goal-why").fill("So that Elena sleeps.");
  await person.button("plan-done", first).click();
  await expect(page.locator("#plan-standing")).toContainText("2 changes since");
  await shoot(page, "82-plan-since");
  await page.locator("#plan-standing a").click();
  await page.getByText(person.message("version-changes")).click();
  await shoot(page, "83-plan-changes");
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.screenshot({ path: join(shots, "84-version-paper.png"), fullPage: true });
});

test("a conference", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase("Rosa Núñez");
  await person.goToCase("Rosa Núñez", "plan");
  await page.locator("#conference-new").click();
  await expect(person.field("field-conference-name")).toBeFocused();
  await person.type("School after the holidays");
  await person.field("field-conference-place").fill("Library, room 2");
  await person.field("field-conference-at").fill("2031-12-15T14:00");
  await person.prose("field-conference-agenda").fill("1. How mornings go\n2. Late start on Mondays\n3. Who rings whom");
  await person.field("invite-whom").selectOption({ label: "Rosa Núñez" });
    await person.button("invite").click();
  await person.field("invite-whom").selectOption("other");
    await person.button("invite").click();
  await expect(person.field("field-attendance-name")).toBeFocused();
  await person.type("Grace Lee");
  await person.field("field-attendance-on-behalf").fill("Eastside School");
  await shoot(page, "85-conference-prepare");
  await page.setViewportSize({ width: 1180, height: 820 });
  await page.getByText(person.message("conference-hold"), { exact: true }).click();
  await page.locator(".guest", { hasText: "Rosa" }).getByRole("combobox").selectOption("there");
  await person.prose("field-conference-minutes-text").fill("Rosa says that Mondays are the hardest. The school can open the side door at a quarter past.");
  await page.locator("#decision-new").click();
  await person.type("A late start on Mondays until Easter");
  await page.locator(".decision").getByLabel(person.message("action-new")).fill("Tell the bus company");
  await page.keyboard.press("Enter");
  await person.button("disagreement-new").click();
  await person.type("Grace Lee");
  await page.locator(".disagreement").getByLabel(person.message("field-disagreement-words")).fill("Every day would be easier to keep.");
  await shoot(page, "86-conference-hold");
  await page.setViewportSize({ width: 1180, height: 820 });
  await page.getByText(person.message("conference-read"), { exact: true }).click();
  await shoot(page, "87-conference-read");
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.screenshot({ path: join(shots, "88-minutes-paper.png"), fullPage: true });
});
