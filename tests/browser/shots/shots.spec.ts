// Every screen, at four sizes, light and dark; with no data, with a family, and the main ones in Spanish.
import { amara, lucia, mateo, Person } from "../actors/person.ts";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";
import { shoot } from "./camera.ts";

const visit =
  "Elena says the nights are quieter since the lock was changed. Mateo slept in his own bed four times this week and told me about a friend, Luca.\n\n" +
  "Flat warm and tidy, food in the fridge. Sol shy at first, then brought me a book.";

test("the first minutes", async ({ relay, device }) => {
  const person = new Person(await device("device"), amara);
  await person.device.goto("/");
  await expect(person.button("welcome-try")).toBeVisible();
  await shoot(person.page, "01-welcome");
  await person.device.goto(relay.setupLink);
  await expect(person.field("setup-workspace")).toBeVisible();
  await shoot(person.page, "02-set-up");
  await person.button("continue").click();
  await shoot(person.page, "03-set-up-faults");
  await person.fillFoundForm("Harbour Family Services");
  await shoot(person.page, "04-recovery-kit");
  await person.confirmKit();
  await expect(person.navigation).toBeVisible();
  await shoot(person.page, "05-today-empty");
  await person.go("cases");
  await shoot(person.page, "06-cases-empty");
});

test("a family", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  for (const name of ["Ana Torres", "Okoye, Chidi", "The Lindqvist household"]) await person.openCase(name);
  await person.go("cases");
  await page.locator('a[href="/cases/new"]:visible').first().click();
  await shoot(page, "07-new-case");
  await person.openCase(client, {
    phone: "07700 900123",
    safeContact: "Never leave voicemail",
    worry: "Mateo has missed two weeks of school; the landlord wants the flat back by January.",
  });
  await shoot(page, "08-case-summary");
  await person.goToCase(client, "notes");
  await shoot(page, "09-notes-empty");
  await person.beginNote();
  await person.type(visit);
  await person.expectChip("state-shared");
  await shoot(page, "10-note");
  // Where they fold away; where there is a margin for them they are always seen.
  await page.setViewportSize({ width: 390, height: 844 });
  await person.showNoteFacts();
  await shoot(page, "11-note-facts");
  await person.chip.click();
  await shoot(page, "12-queue");
  await person.closeDialog();
  await person.goToCase(client, "notes");
  await shoot(page, "13-notes");
  await person.goToCase(client, "tasks");
  await shoot(page, "28-tasks-empty");
  for (const task of ["Post the housing appeal", "Sol’s health check", "Ring the school about the late start"]) {
    await person.field("task-new").fill(task);
    await page.keyboard.press("Enter");
    await expect(page.locator(".item.task").filter({ hasText: task })).toBeVisible();
  }
  await page.locator(".item.task").filter({ hasText: "health check" }).getByRole("checkbox").check();
  await shoot(page, "29-tasks");
  await page.locator(".item.task").filter({ hasText: "appeal" }).getByRole("link").click();
  await person.field("field-task-due").fill(new Date(Date.now() + 86_400_000).toISOString().slice(0, 10));
  await shoot(page, "30-task");
  await person.goToCase(client, "paper");
  await expect(page.locator(".sheet-paper")).toContainText("Elena says", { timeout: 20_000 });
  await shoot(page, "31-paper");
  await person.goToCase(client, "sharing");
  await person.button("sharing-invite", page.getByRole("main")).first().click();
  await shoot(page, "14-invite");
  await person.closeDialog();
  const link = await person.invite(mateo.name);
  await shoot(page, "14-invitation");
  await person.closeDialog();
  const other = new Person(await device("mateo"), mateo);
  await other.device.goto(link);
  await expect(other.field("newcomer-name")).toBeVisible();
  await shoot(other.page, "15-join");
  await other.tryToJoin(link);
  await expect(other.navigation).toBeVisible({ timeout: 30_000 });
  await other.expectCase(client);
  await shoot(page, "16-sharing");
  await other.goToCase(client, "notes");
  await other.openNote("Elena says");
  await person.goToCase(client, "notes");
  await person.openNote("Elena says");
  await other.append(other.body, " Mateo told me the same on Thursday.");
  await person.expectText(person.body, `${visit} Mateo told me the same on Thursday.`);
  await expect(page.locator(".prose .caret")).toHaveText(other.who.name);
  await shoot(page, "17-note-together");

  await person.goToCase(client, "summary");
  await other.goToCase(client, "summary");
  for (const one of [person, other]) await one.edit("home");
  await expect(other.field("field-person-phone")).toHaveValue("07700 900123");
  await relay.stop();
  await person.field("field-person-phone").fill("07700 900111");
  await other.field("field-person-phone").fill("07700 900222");
  await person.expectChip("state-waiting");
  await other.expectChip("state-waiting");
  await shoot(page, "18-waiting");
  await relay.start();
  await expect(page.getByRole("region", { name: person.message("conflict-title") })).toBeVisible({ timeout: 60_000 });
  await person.link("case-decide").click();
  await shoot(page, "19-conflict");
  await person.go("today");
  await shoot(page, "20-today");
  await person.go("cases");
  await shoot(page, "21-cases");
  await person.go("write");
  await shoot(page, "22-write");
  await person.go("search");
  await shoot(page, "23-search");
  await person.field("search-label").fill("quieter");
  await expect(page.getByRole("main").locator("mark").first()).toBeVisible();
  await shoot(page, "23-search-found");
  await person.go("me");
  await shoot(page, "24-me");
  const second = await person.device.newTab("/");
  await expect(second.getByRole("heading", { name: person.message("elsewhere-title") })).toBeVisible();
  await shoot(second, "25-second-tab");
  await second.close();
  await person.lockNow();
  await shoot(page, "26-lock");
  await person.unlock("wrong");
  await expect(person.lock).toHaveAttribute("aria-invalid", "true");
  await shoot(page, "27-lock-wrong");
});

test("en español", async ({ relay, device }) => {
  const person = await founder(relay, device, lucia, { locale: "es-ES" });
  await shoot(person.page, "05-today-empty", "es");
  await person.openCase("Familia Ruiz", { phone: "600 123 456", safeContact: "No dejar mensajes de voz", worry: "Mateo falta a la escuela." });
  await shoot(person.page, "08-case-summary", "es");
  await person.goToCase("Familia Ruiz", "notes");
  await person.beginNote();
  await person.type("Elena dice que las noches son más tranquilas desde que se cambió la cerradura.");
  await person.expectChip("state-shared");
  await shoot(person.page, "10-note", "es");
  await person.goToCase("Familia Ruiz", "notes");
  await person.invite("Ana Gil");
  await shoot(person.page, "14-invitation", "es");
  await person.closeDialog();
  await person.go("today");
  await shoot(person.page, "20-today", "es");
  await person.go("me");
  await shoot(person.page, "24-me", "es");
});

test("sixty cases", async ({ device }) => {
  const person = new Person(await device("device"), amara);
  await person.found("Just me");
  for (let number = 1; number <= 60; number += 1) await person.openCase(`Family ${String(number).padStart(2, "0")}`);
  await person.go("cases");
  await shoot(person.page, "21-cases-sixty");
  await person.go("today");
  await shoot(person.page, "20-today-sixty");
});
