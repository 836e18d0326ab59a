// Tasks: written down at the door, done by whoever is there, seen where they are due.
import { expectAccessible } from "../../actors/axe.ts";
import { client, founder, teamOfTwo } from "../../actors/team.ts";
import type { Person } from "../../actors/person.ts";
import { expect, test } from "../../actors/test.ts";

/** Writes tasks down, one line each, in the case whose tasks are shown. */
async function add(person: Person, ...tasks: string[]): Promise<void> {
  const line = person.field("task-new");
  await line.click();
  for (const task of tasks) {
    await person.type(task);
    await person.page.keyboard.press("Enter");
    await expect(line).toHaveValue("");
  }
}

const row = (person: Person, task: string) => person.page.locator(".item.task").filter({ hasText: task });

/** Opens a task and says by when it is to be done. */
async function due(person: Person, task: string, day: string): Promise<void> {
  await row(person, task).getByRole("link").click();
  await person.field("field-task-due").fill(day);
  await person.field("field-task-todo").focus();
  await person.link("back", person.page.getByRole("article")).click();
}

function day(fromNow: number): string {
  const date = new Date();
  date.setDate(date.getDate() + fromNow);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

test("a task written in one line is due on Today, and ticked there it is done in the case", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "tasks");
  await add(person, "Post the housing appeal", "Ring the school");
  await due(person, "Post the housing appeal", day(1));
  await expect(row(person, "Post the housing appeal")).toContainText("tomorrow");
  await person.go("today");
  const onToday = row(person, "Post the housing appeal");
  await expect(onToday).toContainText(client);
  await expect(row(person, "Ring the school")).toHaveCount(0);
  await onToday.getByRole("checkbox").check();
  await expect(onToday).toHaveCount(0);
  await person.goToCase(client, "tasks");
  await person.page.locator("summary", { hasText: "1 done" }).click();
  await expect(row(person, "Post the housing appeal").getByRole("checkbox")).toBeChecked();
  await person.page.reload();
  await person.unlock();
  await expect(row(person, "Ring the school")).toBeVisible();
});

test("two people add and tick tasks apart without signal; both have all, and nothing is to be decided", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "tasks");
  await mateo.goToCase(client, "tasks");
  await add(amara, "Bus pass for Noor");
  await expect(row(mateo, "Bus pass for Noor")).toBeVisible({ timeout: 20_000 });
  await amara.device.goOffline();
  await mateo.device.goOffline();
  await add(amara, "Late start on Mondays");
  await add(mateo, "Family sessions on Thursdays");
  await row(amara, "Bus pass").getByRole("checkbox").check();
  await row(mateo, "Bus pass").getByRole("checkbox").check();
  await amara.device.goOnline();
  await mateo.device.goOnline();
  for (const person of [amara, mateo]) {
    await expect(row(person, "Late start on Mondays")).toBeVisible({ timeout: 30_000 });
    await expect(row(person, "Family sessions on Thursdays")).toBeVisible({ timeout: 30_000 });
    await expect(person.page.locator("summary", { hasText: "1 done" })).toBeVisible();
    await expect(person.page.getByText(person.message("case-decide"))).toHaveCount(0);
  }
});

test("what repeats is due again once it is ticked", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "tasks");
  await add(person, "Health check");
  await row(person, "Health check").getByRole("link").click();
  await person.field("field-task-due").fill(day(0));
  await person.field("field-task-repeats").selectOption("FREQ=WEEKLY");
  await person.link("back", person.page.getByRole("article")).click();
  await expect(row(person, "Health check")).toContainText("today");
  await row(person, "Health check").getByRole("checkbox").click();
  await expect(row(person, "Health check")).not.toContainText("today");
  await expect(row(person, "Health check").getByRole("checkbox")).not.toBeChecked();
});

test("the line of a note that somebody is writing becomes a task, and search finds it", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Flat warm and tidy.\nAsk the landlord about the lock");
  await person.button("task-from-note").click();
  await person.page.getByRole("link", { name: "Ask the landlord about the lock" }).click();
  await expect(person.field("field-task-todo")).toHaveValue("Ask the landlord about the lock");
  await person.go("search");
  await person.page.getByRole("searchbox").fill("landlord lock");
  await expect(person.page.getByRole("main").getByRole("link").filter({ hasText: "landlord" })).toHaveCount(2);
});

test("a task is handed over, the other one finds it among theirs, and both see through whose hands it went", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "tasks");
  await add(amara, "Ring the school", "Post the appeal");
  await row(amara, "Ring the school").getByRole("link").click();
  await amara.field("task-hand-over-to").selectOption({ label: mateo.who.name });
  await amara.button("task-hand-over").click();
  await expect(amara.page.locator(".handed-line")).toContainText(mateo.who.name);
  await expect(amara.field("field-task-owner").locator("option:checked")).toHaveText(mateo.who.name);
  await mateo.go("today");
  await mateo.device.goto("/tasks");
  await mateo.unlock();
  await expect(row(mateo, "Ring the school")).toBeVisible({ timeout: 20_000 });
  await expect(row(mateo, "Post the appeal"), "that is Amara’s").toHaveCount(0);
  await mateo.page.getByText(mateo.message("tasks-everybodys"), { exact: true }).click();
  await expect(row(mateo, "Post the appeal")).toBeVisible();
  await expectAccessible(mateo.page, "all tasks");
  await row(mateo, "Ring the school").getByRole("link").click();
  await expect(mateo.page.locator(".handed-line")).toContainText(amara.who.name);
  // Taken back, it is hers again.
  await amara.button("undo").first().click();
  await expect(amara.field("field-task-owner").locator("option:checked")).toHaveText(amara.message("you"));
});

test("what somebody of the family does stands on their page too", async ({ relay, device }) => {
  const person = await founder(relay, device, undefined, { width: 390, height: 844 });
  await person.openCase(client);
  await person.goToCase(client, "tasks");
  await add(person, "Bring the letter");
  await row(person, "Bring the letter").getByRole("link").click();
  await person.field("field-task-by").selectOption({ label: client });
  await person.goToCase(client, "people");
  await person.page.getByRole("main").getByRole("link", { name: new RegExp(client) }).first().click();
  await expect(person.page.locator("#person-tasks")).toContainText("Bring the letter");
  await person.page.locator("#person-tasks").getByRole("checkbox").check();
  await expect(person.page.locator("#person-tasks")).toHaveCount(0);
});
