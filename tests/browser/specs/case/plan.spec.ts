// The plan of a case: goals in the family's words, steps, how far they are reached; by one person, by two apart, on paper.
import type { Locator } from "@playwright/test";
import { expectAccessible } from "../../actors/axe.ts";
import type { Person } from "../../actors/person.ts";
import { client, founder, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

/** The card of the goal with these words. */
const card = (person: Person, words: string): Locator => person.page.locator("article.goal", { hasText: words });

const heads = (person: Person): Locator => person.page.locator(".goals > article.goal h2");

async function addGoal(person: Person, words: string): Promise<void> {
  await person.button("goal-new").click();
  await expect(person.field("field-goal-words")).toBeFocused();
  await person.type(words);
  await person.button("plan-done").click();
  await expect(person.field("field-goal-words")).toHaveCount(0);
  await expect(card(person, words)).toBeVisible();
}

async function addSteps(person: Person, goal: string, steps: string[]): Promise<void> {
  await person.button("step-add", card(person, goal)).click();
  const line = person.field("step-new");
  for (const step of steps) {
    await expect(line).toBeFocused();
    await line.fill(step);
    await line.press("Enter");
    await expect(card(person, goal).getByRole("button", { name: step, exact: true })).toBeVisible();
  }
  await line.press("Escape");
}

const tick = (person: Person, step: string): Locator => person.page.locator("li.step", { hasText: step }).getByRole("checkbox");

test("goals and steps, how far they are, reviews that come back, and all of it again after a cold start without signal", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase(client);
  await person.goToCase(client, "plan");
  await addGoal(person, "A place where the door locks.");
  await addSteps(person, "door locks", ["Change the lock", "See two flats", "Post the signed appeal"]);
  await addGoal(person, "Mateo goes in without a stomach ache.");
  const goal = card(person, "door locks");
  await expect(heads(person)).toHaveText([/door locks/, /stomach ache/]);
  await expect(goal.locator(".step-words")).toHaveText(["Change the lock", "See two flats", "Post the signed appeal"]);
  await tick(person, "Change the lock").check();

  // Opened where it stands; what is asked there is kept without being sent.
  await goal.getByRole("link").first().click();
  await person.field("field-goal-domain").selectOption("housing");
  await person.field("field-goal-review").fill("2020-01-10");
  await person.field("field-goal-repeats").selectOption("FREQ=MONTHLY;INTERVAL=3");
  await person.prose("field-goal-why").fill("So that Elena sleeps.");
  await goal.getByRole("radio", { name: person.message("level-less") }).check();
  await person.field("field-goal-rating-remark").fill("The landlord answered.");
  await goal.getByRole("radio", { name: person.message("level-better") }).check();
  await person.button("plan-done", goal).click();
  await expect(goal.locator(".pips i.on")).toHaveCount(4);
  await expect(goal.locator(".meta")).toContainText(person.message("level-better") as string);
  await expect(goal.locator(".meta")).toContainText(person.message("domain-housing") as string);

  // By keys, by buttons.
  await page.getByRole("link", { name: /stomach ache/ }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(heads(person)).toHaveText([/stomach ache/, /door locks/]);
  await expect(page.getByRole("link", { name: /stomach ache/ })).toBeFocused();
  await card(person, "stomach ache").locator(".goal-sort .grip").click();
  await person.button("plan-down", card(person, "stomach ache")).click();
  await expect(heads(person)).toHaveText([/door locks/, /stomach ache/]);
  // By dragging: the last step to the top.
  const grip = goal.locator(".step", { hasText: "Post the signed" }).locator(".grip");
  const from = await grip.boundingBox();
  const to = await goal.locator(".step").first().boundingBox();
  if (!from || !to) throw new Error("nothing to drag");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2, from.y - 20, { steps: 3 });
  await page.mouse.move(from.x + from.width / 2, to.y - 4, { steps: 4 });
  await page.mouse.up();
  await expect(goal.locator(".step-words")).toHaveText(["Post the signed appeal", "Change the lock", "See two flats"]);

  // A step is a task as well, and says what it is for.
  await person.goToCase(client, "tasks");
  await expect(page.locator(".item.task", { hasText: "See two flats" })).toContainText("A place where the door locks.");
  await person.goToCase(client, "summary");
  await expect(page.locator(".plan-row", { hasText: "door locks" })).toContainText("Post the signed appeal");
  await person.go("today");
  await page.getByRole("link", { name: /door locks.*Ruiz family/s }).click();
  await person.button("goal-reviewed").click();
  await expect(person.field("field-goal-review")).not.toHaveValue("2020-01-10");
  await person.button("plan-done", goal).click();

  // Reached goals come last and quietly; what is put away is folded away.
  await goal.getByRole("link").first().click();
  await person.field("field-goal-status").selectOption("reached");
  await person.button("plan-done", goal).click();
  await expect(person.heading("plan-reached")).toBeVisible();
  await page.getByRole("link", { name: /stomach ache/ }).click();
  await person.button("put-away", card(person, "stomach ache")).click();
  await expect(card(person, "stomach ache")).toBeHidden();

  await person.readyForOffline();
  await person.device.goOffline();
  await person.device.kill();
  await person.device.start();
  await person.device.goto("/");
  await person.unlock();
  await person.goToCase(client, "plan");
  await expect(card(person, "door locks").locator(".pips i.on")).toHaveCount(4);
});

test("two people plan apart: both goals and steps are there, two dates are a question, the same tick is none, and the order is one", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "plan");
  await addGoal(amara, "Mornings without a fight.");
  await addSteps(amara, "Mornings", ["A late start on Mondays", "A bus pass"]);
  await amara.expectChip("state-shared");
  await mateo.goToCase(client, "plan");
  await expect(card(mateo, "Mornings").locator(".step")).toHaveCount(2);
  await relay.stop();
  const words = { amara: "We talk without shouting.", mateo: "A whole night of sleep." };
  for (const [person, goal, step, day] of [
    [amara, words.amara, "Family sessions", "2031-12-15"],
    [mateo, words.mateo, "See the doctor", "2032-01-31"],
  ] as const) {
    await addGoal(person, goal);
    await addSteps(person, "Mornings", [step]);
    await tick(person, "A bus pass").check();
    await card(person, "Mornings").getByRole("link").first().click();
    await person.field("field-goal-target").fill(day);
    await person.button("plan-done", card(person, "Mornings")).click();
    // Both move the same step, each to another place.
    const moved = card(person, "Mornings").getByRole("button", { name: "A bus pass", exact: true });
    await moved.focus();
    await person.page.keyboard.press(person === amara ? "Alt+ArrowUp" : "Alt+ArrowDown");
    await person.expectChip("state-waiting");
  }
  await relay.start();
  for (const person of [amara, mateo]) {
    for (const goal of Object.values(words)) await expect(card(person, goal)).toBeVisible({ timeout: 60_000 });
    for (const step of ["Family sessions", "See the doctor"]) await expect(card(person, "Mornings").locator(".step", { hasText: step })).toBeVisible();
    await expect(tick(person, "A bus pass")).toBeChecked();
    await expect(card(person, "Mornings").getByRole("region", { name: person.message("conflict-title") })).toContainText("2031");
    await expect(person.page.locator(".conflict"), "a tick and two places are no question").toHaveCount(1);
  }
  const order = await card(amara, "Mornings").locator(".step-words").allTextContents();
  await expect(card(mateo, "Mornings").locator(".step-words")).toHaveText(order);
  await expect(heads(mateo)).toHaveText(await heads(amara).allTextContents());
  await card(mateo, "Mornings").locator(".choice", { hasText: "2032" }).getByRole("button").click();
  for (const person of [amara, mateo]) {
    await expect(person.page.locator(".conflict")).toHaveCount(0, { timeout: 30_000 });
    await expect(card(person, "Mornings").locator(".meta")).toContainText("2032");
  }
});

test("on paper there is the plan alone, in large letters", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase(client);
  await person.goToCase(client, "plan");
  await addGoal(person, "A place where the door locks.");
  await addSteps(person, "door locks", ["Change the lock", "See two flats"]);
  await tick(person, "Change the lock").check();
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const paper = page.locator(".plan-paper");
  await expect(paper.getByRole("heading", { level: 1 })).toHaveText(person.message("plan-paper") as string);
  await expect(paper.locator("tbody tr")).toHaveCount(2);
  await expect(paper).toContainText(person.who.name);
  await expect(person.navigation).toBeHidden();
  await expect(person.button("goal-new")).toBeHidden();
  const size = await paper.locator("td").nth(1).evaluate((cell) => parseFloat(getComputedStyle(cell).fontSize));
  expect(size).toBeGreaterThanOrEqual(18);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await expect(paper).toHaveCount(0);
});

for (const [size, colorScheme] of [[{ width: 390, height: 844 }, "light"], [{ width: 1440, height: 900 }, "dark"]] as const) {
  test(`axe finds nothing in a plan at ${size.width} px, ${colorScheme}`, async ({ relay, device }) => {
    const person = await founder(relay, device, undefined, { ...size, colorScheme });
    await person.openCase(client);
    await person.goToCase(client, "plan");
    await expectAccessible(person.page, "plan, empty");
    await addGoal(person, "A place where the door locks.");
    await addSteps(person, "door locks", ["Change the lock"]);
    await expectAccessible(person.page, "plan");
    await person.page.getByRole("link", { name: /door locks/ }).click();
    await person.page.getByRole("radio", { name: person.message("level-better") }).check();
    await card(person, "door locks").getByRole("button", { name: "Change the lock", exact: true }).click();
    await expectAccessible(person.page, "goal and step, open");
  });
}
