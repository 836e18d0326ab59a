// A case on paper and in files: what is printed is what is known, and nothing of the screen around it.
import { readFile } from "node:fs/promises";
import { client, founder } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

test("a case prints with its notes and tasks, without the screen around it, and leaves as JSON and CSV", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client, { phone: "07700 900123", worry: "Locked out at night." });
  await person.goToCase(client, "tasks");
  await person.field("task-new").fill("Post the appeal, \"urgent\"");
  await person.page.keyboard.press("Enter");
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Elena says the nights are quieter.");
  await person.goToCase(client, "paper");
  const paper = person.page.locator(".sheet-paper");
  for (const words of [client, "07700 900123", "Locked out at night.", "Post the appeal", "Elena says the nights are quieter."]) {
    await expect(paper).toContainText(words, { timeout: 20_000 });
  }
  await person.page.emulateMedia({ media: "print" });
  await expect(paper).toBeVisible();
  await expect(person.navigation).toBeHidden();
  await expect(person.button("paper-print")).toBeHidden();
  await person.page.emulateMedia({ media: "screen" });

  const [json] = await Promise.all([person.page.waitForEvent("download"), person.button("paper-json").click()]);
  const whole = JSON.parse(await readFile(await json.path(), "utf8"));
  expect(whole.format).toBe("doorstep-export/1");
  expect(whole.entities.map((entity: { kind: string }) => entity.kind)).toEqual(expect.arrayContaining(["case", "person", "task", "note"]));
  expect(json.suggestedFilename()).not.toContain("Ruiz");

  await person.page.locator("summary", { hasText: String(person.message("paper-tables")) }).click();
  const [table] = await Promise.all([person.page.waitForEvent("download"), person.page.getByRole("button", { name: "Task (CSV)" }).click()]);
  expect(await readFile(await table.path(), "utf8")).toContain('"Post the appeal, ""urgent"""');

  await person.page.getByRole("checkbox", { name: "Note", exact: true }).uncheck();
  await expect(paper).not.toContainText("Elena says the nights are quieter.");
});
