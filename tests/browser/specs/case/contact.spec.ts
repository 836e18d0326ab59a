// What a contact was: an attempt in one tap, who was there, how far it was, what follows from it.
import { expectAccessible } from "../../actors/axe.ts";
import { client, founder } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

test("nobody home is noted in one tap, counts as an attempt and not as a contact, and is taken back where it is said", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase(client);
  await person.go("write");
  await expectAccessible(page, "the cases to write in");
  await page.getByRole("main").getByRole("button", { name: /^Nobody home: Ruiz family/ }).click();
  await expect(page.locator(".just-done")).toContainText("nobody home at");
  await person.go("cases");
  await expect(person.caseRow(client)).toContainText("Tried today");
  await person.goToCase(client, "notes");
  const rows = page.getByRole("main").locator("li > a.item", { hasText: person.message("note-outcome-nobody-home") as string });
  await expect(rows).toHaveCount(1);
  await person.button("undo", page.locator(".just-done")).click();
  await expect(rows).toHaveCount(0);
  // Again, in the case itself, by keys; then somebody was met.
  await person.button("nobody-home").focus();
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(1);
  await person.beginNote();
  await person.type("They were at the back door.");
  await person.go("cases");
  await expect(person.caseRow(client)).toContainText("Seen today");
});

test("who was there, how far it was, and what follows stand with the note", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase(client);
  await person.goToCase(client, "people");
  await person.addPerson("Elena");
  await person.goToCase(client, "plan");
  await person.button("goal-new").click();
  await expect(person.field("field-goal-words")).toBeFocused();
  await person.type("A place where the door locks.");
  await page.getByRole("radio", { name: person.message("level-better") }).check();
  await person.button("plan-done").click();
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Flat warm.\nPost the signed appeal");
  await person.button("task-from-note").click();
  await person.showNoteFacts();
  await page.locator("#note-facts").getByRole("checkbox", { name: "Elena" }).check();
  await person.field("field-note-present").fill("interpreter");
  await person.field("field-note-travel-minutes").fill("25");
  await person.field("field-note-distance").fill("7,5 km");
  await page.locator("#note-facts").getByRole("checkbox", { name: "A place where the door locks." }).check();
  const follows = page.getByRole("list", { name: person.message("note-follows") as string });
  await expect(follows.getByRole("link")).toHaveText([/Post the signed appeal/, /A place where the door locks.*\+1/s]);
  await person.field("field-note-distance").blur();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.locator(".facts-button")).toContainText("Elena, interpreter");
  await expectAccessible(page, "a note with what belongs to it, on a phone");
  await page.setViewportSize({ width: 1180, height: 820 });
  await person.expectChip("state-shared");
  await page.reload();
  await person.unlock();
  await person.showNoteFacts();
  // British people count in miles, and what was written in kilometres is shown so.
  await expect(person.field("field-note-distance")).toHaveValue("4.66 mi");
  await person.button("signature-finish").click();
  await expect(page.locator(".read-facts")).toContainText("Elena");
  await expect(page.locator(".read-facts")).toContainText("4.66 mi");
  await expect(follows.getByRole("link")).toHaveCount(2);
});
