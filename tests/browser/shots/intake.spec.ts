// The intake: questions of a kind, papers, what fits; the summary that says what is missing; goals to begin with.
import { lucia } from "../actors/person.ts";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";
import { shoot } from "./camera.ts";

for (const [who, language] of [[undefined, "en"], [lucia, "es"]] as const) {
  test(`intake, ${language}`, async ({ relay, device }) => {
    test.setTimeout(300_000);
    const person = await founder(relay, device, who, language === "es" ? { locale: "es-ES" } : undefined);
    const { page } = person;
    await person.openCase(client);
    await person.edit("the-case");
    await person.field("field-case-kind").selectOption("mental-health");
    await person.edit("the-case");
    await person.goToCase(client, "intake");
    for (const [id, words] of [["brings", "No sleep since the letter came."], ["helps", "Walking to the harbour. Rosa."]]) {
      await page.locator(`#question-${id}`).getByRole("button").click();
      await person.type(words);
    }
    await page.locator(".paper-step").nth(0).click();
    await page.locator(".paper-step").nth(1).click();
    await expect(page.locator(".paper-step[aria-pressed=true]")).toHaveCount(2);
    await shoot(page, "60-intake", language);
    await person.goToCase(client, "plan");
    await page.locator("#starters summary").click();
    await shoot(page, "61-goals-to-begin-with", language);
    await person.goToCase(client, "summary");
    await shoot(page, "62-summary-intake", language);
  });
}
