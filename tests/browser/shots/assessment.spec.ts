// Assessments: what can be asked, a question, an alert with its result, scores over time; at four sizes, light and dark.
import type { Person } from "../actors/person.ts";
import { lucia } from "../actors/person.ts";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";
import { shoot } from "./camera.ts";

async function answer(person: Person, keys: string): Promise<void> {
  for (const key of keys.split(" ")) {
    await person.page.keyboard.press(key);
    await expect(person.page.locator(".answer.on")).toHaveCount(1);
    await person.page.keyboard.press("Enter");
  }
}

async function fromPaper(person: Person, day: string, total: string): Promise<void> {
  await person.goToCase(client, "assessments");
  await person.button("assessment-from-paper").click();
  await person.field("field-assessment-instrument").selectOption("phq-9");
  await person.field("field-assessment-at").fill(day);
  await person.field("field-assessment-total").fill(total);
  await person.page.keyboard.press("Tab");
  await expect(person.page.locator(".score-big strong")).toHaveText(total);
}

for (const [who, language] of [[undefined, "en"], [lucia, "es"]] as const) {
  test(`assessments, ${language}`, async ({ relay, device }) => {
    test.setTimeout(300_000);
    const person = await founder(relay, device, who, language === "es" ? { locale: "es-ES" } : undefined);
    const { page } = person;
    await person.openCase(client);
    await person.goToCase(client, "assessments");
    await shoot(page, "50-assessments-empty", language);
    await fromPaper(person, "2026-09-14T10:00", "19");
    await fromPaper(person, "2026-10-12T10:00", "17");
    await fromPaper(person, "2026-10-27T10:00", "12");
    await shoot(page, "51-score-from-paper", language);
    await person.goToCase(client, "assessments");
    await page.locator("#start-phq-9").click();
    await answer(person, "2 3");
    await page.keyboard.press("3");
    await shoot(page, "52-question", language);
    await page.keyboard.press("Enter");
    await answer(person, "3 2 2 2 2 3 2");
    await expect(page.locator("section.alert")).toBeVisible();
    await shoot(page, "53-result", language);
    await person.goToCase(client, "assessments");
    await shoot(page, "54-assessments", language);
    await page.getByText(person.message("chart-table")).click();
    await page.locator(".chart-table").scrollIntoViewIfNeeded();
    await shoot(page, "55-scores-table", language);
    for (const [domain, was, is] of [["housing", "crisis", "struggling"], ["safety", "crisis", "coping"], ["income", "", "struggling"], ["mental-health", "struggling", "coping"], ["family", "doing-well", "strength"], ["education", "", "doing-well"]] as const) {
      for (const [step, day] of [[was, "2026-09-14"], [is, ""]] as const) {
        if (!step) continue;
        await page.locator(`#need-${domain}`).click();
        await page.getByRole("radio", { name: person.message(`need-level-${step}`) }).check();
        if (day) await person.field("field-need-day").fill(day);
        await person.button("plan-done").click();
      }
    }
    await page.locator(".needs").scrollIntoViewIfNeeded();
    await shoot(page, "58-needs", language);
    await page.locator("#need-safety").click();
    await shoot(page, "59-need-open", language);
    await person.button("plan-done").click();
    await page.locator("#alert-ask-more").click();
    await answer(person, "1 2 2");
    await shoot(page, "56-risk", language);
    await person.goToCase(client, "assessments");
    await person.button("wording-load").click();
    await shoot(page, "57-wording", language);
  });
}
