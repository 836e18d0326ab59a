// A case on paper and in files: what is printed is what is known, and nothing of the screen around it.
import { readFile } from "node:fs/promises";
import { expectAccessible } from "../../actors/axe.ts";
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

/** What programs that read a PDF aloud go by. Chromium writes it uncompressed. */
function read(pdf: Buffer): { tagged: boolean; languages: string[]; headings: string[]; heads: number; figures: number; described: number; size: string; pages: number } {
  const text = pdf.toString("latin1");
  const elements = text.split("endobj").filter((object) => object.includes("/StructElem"));
  const of = (tag: string): string[] => elements.filter((object) => new RegExp(`/S\\s*/${tag}\\b`).test(object));
  return {
    tagged: /\/MarkInfo\s*<<[^>]*\/Marked true/.test(text) && text.includes("/StructTreeRoot"),
    languages: [...text.matchAll(/\/Lang\s*\(([^)]*)\)/g)].map((found) => found[1] ?? ""),
    headings: ["H1", "H2", "H3"].filter((tag) => of(tag).length > 0),
    heads: of("TH").length,
    figures: of("Figure").length,
    described: of("Figure").filter((object) => object.includes("/Alt")).length,
    size: /\/MediaBox\s*\[0 0 ([\d.]+ [\d.]+)\]/.exec(text)?.[1] ?? "",
    pages: [...text.matchAll(/\/Type\s*\/Page\b/g)].length,
  };
}

for (const size of [{ width: 1180, height: 820 }, { width: 390, height: 844 }]) {
  test(`a court summary is made of the record, in Spanish, on Letter, in large print, with a statement that is not lost, at ${size.width} px`, async ({ relay, device }) => {
    const person = await founder(relay, device, undefined, { ...size, touch: size.width < 500 });
    const { page } = person;
    await person.openCase(client, { phone: "07700 900123", worry: "Locked out at night." });
    await person.goToCase(client, "notes");
    await person.beginNote();
    await person.type("Elena says the nights are quieter.");
    await person.goToCase(client, "paper");
    const paper = page.locator(".sheet-paper");
    await person.field("paper-kind").selectOption("court");
    await expect(paper.getByRole("heading", { name: person.message("paper-parties") })).toBeVisible();
    await expect(paper.getByRole("heading", { name: person.message("paper-contacts") })).toBeVisible();
    await expect(paper.locator("table").first()).toContainText(client);
    await expect(paper.locator("table").last().locator("tbody")).toContainText("202");
    await person.field("paper-statement").fill("I met the family twice.");
    await expect(paper).toContainText("I met the family twice.");
    await expectAccessible(page, `court summary, ${size.width} px`);
    await page.locator("label", { hasText: "Español" }).click();
    await expect(paper).toContainText("Resumen para el juzgado");
    await expect(paper).toContainText("Impreso por");
    await expect(page.getByRole("heading", { name: person.message("tab-paper"), exact: true })).toBeVisible();
    await page.locator("label", { hasText: String(person.message("paper-letter")) }).first().click();
    await person.field("paper-large").check();
    await page.getByRole("checkbox", { name: person.message("paper-contacts") }).uncheck();
    await expect(paper).toContainText("Se omite 1 parte: Historial de contactos.");
    await expect(paper.locator(".paper-lines")).toContainText(client);
    const pdf = read(await page.pdf({ preferCSSPageSize: true, tagged: true }));
    expect(pdf).toMatchObject({ tagged: true, headings: ["H1", "H2", "H3"], size: "612 792" });
    expect(pdf.languages).toContain("es");
    expect(pdf.heads).toBeGreaterThanOrEqual(3);
    expect(pdf.described).toBe(pdf.figures);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.reload();
    await person.unlock();
    await person.field("paper-kind").selectOption("court");
    await expect(person.field("paper-statement")).toHaveValue("I met the family twice.");
  });
}

test("a case prints as the record stood on a day, and says so", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase(client, { worry: "Locked out at night." });
  await person.goToCase(client, "paper");
  const paper = page.locator(".sheet-paper");
  await expect(paper).toContainText("Locked out at night.", { timeout: 20_000 });
  await person.field("paper-as-of").fill("2020-01-31");
  await expect(paper).toContainText(/31 January 2020|January 31, 2020/);
  await expect(paper).toContainText(String(person.message("paper-nothing-then")));
  await expect(paper).not.toContainText("Locked out at night.");
  const today = await page.evaluate(() => new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 10));
  await person.field("paper-as-of").fill(today);
  await expect(paper).toContainText("Locked out at night.");
  await expect(paper.locator(".as-of")).toBeVisible();
});

test("one assessment prints with what was asked and answered, its total and what that means, and so does the table", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase(client);
  await person.goToCase(client, "assessments");
  await page.locator("#start-gad-7").click();
  for (const key of "2 3 2 1 1 2 2".split(" ")) {
    const before = await page.locator(".question-words").textContent();
    await page.keyboard.press(key);
    await expect(page.locator(".answer.on")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(page.locator(".question-words").filter({ hasText: before ?? "" })).toHaveCount(0);
  }
  await page.locator("#all-answers").click();
  await person.link("paper-print-this").click();
  const paper = page.locator(".sheet-paper");
  await expect(paper.locator("table.asked tbody tr")).toHaveCount(7, { timeout: 20_000 });
  await expect(paper).toContainText(/of 21/);
  await expect(paper).toContainText(String(person.message("paper-reminders")));
  await expectAccessible(page, "an assessment on paper");
  const pdf = read(await page.pdf({ preferCSSPageSize: true, tagged: true }));
  expect(pdf).toMatchObject({ tagged: true, headings: ["H1", "H2", "H3"] });
  expect(pdf.heads).toBe(4);

  await person.link("paper-print-other").click();
  await page.locator("summary", { hasText: String(person.message("paper-tables")) }).click();
  const [table] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Assessment (CSV)" }).click()]);
  const text = await readFile(await table.path(), "utf8");
  const words = (await page.locator("table.asked tbody tr td:nth-child(2)").first().textContent()) ?? "?";
  expect(text).toContain(words);
  expect(text).toMatch(/of 21/);
});
