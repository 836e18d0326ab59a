// A case conference: prepared by several, held, its minutes written together, what was decided and what follows from it.
import type { Locator } from "@playwright/test";
import { expectAccessible } from "../../actors/axe.ts";
import type { Person } from "../../actors/person.ts";
import { client, founder, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

const phone = { width: 390, height: 844 };
const tablet = { width: 820, height: 1180 };

/** Begins a conference in the case whose plan is shown. */
async function begin(person: Person, about: string): Promise<void> {
  await person.page.locator("#conference-new").click();
  await expect(person.field("field-conference-name")).toBeFocused();
  await person.type(about);
  await expect(person.page.getByRole("heading", { level: 2, name: about })).toBeVisible();
}

async function doing(person: Person, what: "prepare" | "hold" | "read"): Promise<void> {
  await person.page.getByText(person.message(`conference-${what}`), { exact: true }).click();
}

async function decide(person: Person, words: string): Promise<Locator> {
  const before = await person.page.locator(".decision").count();
  await person.page.locator("#decision-new").click();
  const decision = person.page.locator(".decision").nth(before);
  await expect(person.field("field-decision-words", decision)).toBeFocused();
  await person.type(words);
  return decision;
}

function inDays(days: number): string {
  const date = new Date(Date.now() + days * 24 * 3_600_000);
  return `${[date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-")}T14:00`;
}

const minutes = (person: Person): Locator => person.page.locator("article.minutes");

for (const size of [phone, tablet]) {
  test(`a conference from its invitation to its minutes on paper, without signal, at ${size.width} px`, async ({ relay, device }) => {
    const person = await founder(relay, device, undefined, size);
    const { page } = person;
    await person.openCase(client);
    await person.readyForOffline();
    await person.device.goOffline();
    await person.goToCase(client, "plan");
    await begin(person, "School after the holidays");
    await person.field("field-conference-at").fill(inDays(2));
    await person.field("field-conference-place").fill("Library, room 2");
    await person.prose("field-conference-agenda").fill("How mornings go");
    await person.field("invite-whom").selectOption({ label: client });
    await person.button("invite").click();
    await person.field("invite-whom").selectOption({ label: person.who.name });
    await person.button("invite").click();
    await person.field("invite-whom").selectOption("other");
    await person.button("invite").click();
    await expect(person.field("field-attendance-name")).toBeFocused();
    await person.type("Grace Lee");
    await person.field("field-attendance-on-behalf").fill("Eastside School");
    await expect(page.locator(".guest")).toHaveCount(3);
    await expectAccessible(page, "preparing");

    // Today says that it is coming, and leads to it.
    await person.go("today");
    await page.getByRole("link", { name: /School after the holidays/ }).click();
    await doing(person, "hold");
    await expect(page.locator(".agenda")).toContainText("How mornings go");
    await page.locator(".guest", { hasText: client }).getByRole("combobox").selectOption("there");
    await page.locator(".guest", { hasText: "Grace" }).getByRole("combobox").selectOption("remotely");
    await person.prose("field-conference-minutes-text").fill("Mondays are the hardest.");
    const decision = await decide(person, "A late start on Mondays");
    await decision.getByLabel(person.message("action-new"), { exact: true }).fill("Tell the bus company");
    await page.keyboard.press("Enter");
    await expect(decision.locator(".item.task")).toContainText("Tell the bus company");
    await person.button("disagreement-new", decision).click();
    await expect(person.field("field-disagreement-name")).toBeFocused();
    await person.type("Grace Lee");
    await person.field("field-disagreement-words").fill("Every day would be easier.");
    await expectAccessible(page, "holding");
    await doing(person, "read");
    for (const said of ["Mondays are the hardest.", "A late start on Mondays", "Tell the bus company", "Grace Lee: “Every day would be easier.”", "Eastside School", "Library, room 2"]) {
      await expect(minutes(person)).toContainText(said);
    }
    await expectAccessible(page, "reading");

    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const paper = page.locator(".plan-paper.minutes");
    await expect(paper.getByRole("heading", { level: 1 })).toContainText("School after the holidays");
    await expect(paper).toContainText("A late start on Mondays");
    await expect(page.locator(".seg").first()).toBeHidden();
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.emulateMedia({ media: "screen" });

    // What follows is a task like any other.
    await person.goToCase(client, "tasks");
    await expect(page.locator(".item.task", { hasText: "Tell the bus company" })).toBeVisible();
    await person.goToCase(client, "plan");
    await expect(page.locator("#conferences")).toContainText("2 were there · 1 decision");
  });
}

test("two write the minutes at once, and two decisions that were written apart for a day both stand", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "plan");
  await begin(amara, "School after the holidays");
  await doing(amara, "hold");
  await amara.prose("field-conference-minutes-text").fill("Mondays are the hardest.");
  await amara.expectChip("state-shared");
  await mateo.goToCase(client, "plan");
  await mateo.page.getByRole("link", { name: /School after the holidays/ }).click();
  await doing(mateo, "hold");
  await mateo.expectText(mateo.prose("field-conference-minutes-text"), "Mondays are the hardest.");
  await mateo.append(mateo.prose("field-conference-minutes-text"), " The side door is open.");
  await amara.expectText(amara.prose("field-conference-minutes-text"), "Mondays are the hardest. The side door is open.");
  await relay.stop();
  await decide(amara, "A late start on Mondays");
  await decide(mateo, "Grace rings on Fridays");
  await amara.prepend(amara.prose("field-conference-minutes-text"), "All were there. ");
  await mateo.append(mateo.prose("field-conference-minutes-text"), " Closed at four.");
  await relay.start();
  for (const person of [amara, mateo]) {
    await expect(person.page.locator(".decision")).toHaveCount(2, { timeout: 60_000 });
    await person.expectText(person.prose("field-conference-minutes-text"), "All were there. Mondays are the hardest. The side door is open. Closed at four.", 60_000);
    await expect(person.page.locator(".conflict")).toHaveCount(0);
  }
});
