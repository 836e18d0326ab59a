// The life of a note under a slider: who changed what when, and a version brought back as an edit of one's own.
import type { Locator } from "@playwright/test";
import { expectAccessible } from "../../actors/axe.ts";
import type { Person } from "../../actors/person.ts";
import { oneNote, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

const history = (person: Person): Locator => person.page.getByRole("dialog", { name: person.message("history") });

test("every sitting of everybody is there with what it changed, and a version is brought back for all and taken back again", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "Mateo slept four nights in his own bed.");
  await mateo.body.fill("Mateo slept five nights in his own bed.");
  await amara.expectText(amara.body, "Mateo slept five nights in his own bed.");
  await amara.more("history");
  const dialog = history(amara);
  const slider = dialog.getByRole("slider");
  await expect(slider).toHaveAttribute("aria-valuetext", /^Mateo Ruiz/);
  await expect(dialog.locator("del")).toContainText("four");
  await expect(dialog.locator("ins")).toContainText("five");
  await expectAccessible(amara.page, "the history of a note");
  // By keys.
  await slider.focus();
  await amara.page.keyboard.press("ArrowLeft");
  await expect(slider).toHaveAttribute("aria-valuetext", /^you/);
  await expect(dialog.locator(".marked")).toContainText("Mateo slept four nights");
  await amara.page.keyboard.press("End");
  await expect(slider).toHaveAttribute("aria-valuetext", /^Mateo Ruiz/);
  // By buttons.
  await amara.button("history-earlier", dialog).click();
  await amara.button("history-bring-back", dialog).click();
  await expect(slider).toHaveAttribute("aria-valuetext", /^you/);
  await amara.closeDialog();
  for (const person of [amara, mateo]) await person.expectText(person.body, "Mateo slept four nights in his own bed.");
  await amara.button("undo", amara.page.locator(".just-done")).click();
  for (const person of [amara, mateo]) await person.expectText(person.body, "Mateo slept five nights in his own bed.");
});
