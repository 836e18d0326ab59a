// A note: being written with what belongs to it, finished, amended, as it was signed, its history, and nobody home.
import { join } from "node:path";
import { shots } from "../actors/environment.ts";
import { lucia, type Person } from "../actors/person.ts";
import { founder, teamOfTwo } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";
import { shoot } from "./camera.ts";

async function soap(person: Person, subjective: string, objective: string): Promise<void> {
  await person.page.locator(".note-top .seg label").filter({ hasText: "SOAP" }).click();
  await person.prose("field-note-subjective").fill(subjective);
  await person.prose("field-note-objective").fill(objective);
}

test("a note and its record", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  const { page } = amara;
  await amara.goToCase("Ruiz family", "people");
  for (const name of ["Elena", "Mateo"]) {
    await amara.addPerson(name);
    await amara.goToCase("Ruiz family", "people");
  }
  await amara.goToCase("Ruiz family", "plan");
  await amara.button("goal-new").click();
  await expect(amara.field("field-goal-words")).toBeFocused();
  await amara.type("A place where the door locks");
  await page.getByRole("radio", { name: amara.message("level-better") }).check();
  await amara.button("plan-done").click();
  await amara.goToCase("Ruiz family", "notes");
  await amara.beginNote();
  await soap(
    amara,
    "Elena says the nights are quieter since the lock was changed. Mateo slept in his own bed four times this week and told me about a friend, Luca.",
    "Flat warm and tidy, food in the fridge. Sol shy at first, then brought me a book. Elena tired, laughed twice.",
  );
  await amara.showNoteFacts();
  for (const name of ["Elena", "Mateo", "A place where the door locks"]) await page.locator("#note-facts").getByRole("checkbox", { name }).check();
  await amara.field("field-note-present").fill("interpreter");
  await amara.field("field-note-minutes").fill("45");
  await amara.prose("field-note-plan").fill("Post the signed appeal");
  await amara.prose("field-note-plan").focus();
  await amara.button("task-from-note").click();
  if (await page.locator(".facts-button").isVisible()) await page.locator(".facts-button").click();
  await amara.expectChip("state-shared");
  await shoot(page, "50-note");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.screenshot({ path: join(shots, "51-note-more.phone.png") });
  await page.keyboard.press("Escape");
  await amara.button("signature-finish").click();
  await amara.button("close", page.locator(".just-done")).click();
  await shoot(page, "52-note-finished");
  await amara.button("signature-amend").click();
  await amara.type("Elena rang: it was five times.");
  await shoot(page, "53-note-amend");
  await page.keyboard.press("Enter");
  await amara.prose("field-note-subjective").fill(
    "Elena says the nights are quieter since the lock was changed. Mateo slept in his own bed five times this week and told me about a friend, Luca.",
  );
  await amara.button("signature-finish-again").click();
  await amara.button("close", page.locator(".just-done")).click();
  await amara.expectChip("state-shared");
  await shoot(page, "54-note-amended");
  await page.locator(".amendments").scrollIntoViewIfNeeded();
  await shoot(page, "55-note-amendments");
  await amara.more("history");
  await shoot(page, "56-note-history");
  await amara.closeDialog();
  await mateo.goToCase("Ruiz family", "notes");
  await mateo.button("nobody-home").click();
  await shoot(mateo.page, "57-nobody-home");
});

test("una nota terminada", async ({ relay, device }) => {
  const person = await founder(relay, device, lucia, { locale: "es-ES" });
  await person.openCase("Familia Ruiz");
  await person.goToCase("Familia Ruiz", "notes");
  await person.beginNote();
  await soap(person, "Elena dice que las noches son más tranquilas.", "Piso caldeado y ordenado.");
  await person.button("signature-finish").click();
  await shoot(person.page, "52-note-finished", "es");
});
