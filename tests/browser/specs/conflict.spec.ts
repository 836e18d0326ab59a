// Two answers to one question, given apart: both are shown, on both devices, until somebody chooses.
import { client, teamOfTwo } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

test("two telephone numbers given apart are both shown, with who gave them, until one is kept", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "summary");
  await mateo.goToCase(client, "summary");
  for (const person of [amara, mateo]) await person.edit("home");
  await expect(mateo.field("field-person-phone")).toHaveValue("07700 900123");
  await relay.stop();
  await amara.field("field-person-phone").fill("07700 900111");
  await amara.expectChip("state-waiting");
  await mateo.field("field-person-phone").fill("07700 900222");
  await mateo.expectChip("state-waiting");
  await relay.start();
  for (const person of [amara, mateo]) {
    const conflict = person.page.getByRole("region", { name: person.message("conflict-title") });
    await expect(conflict).toBeVisible({ timeout: 60_000 });
    await expect(conflict).toContainText("07700 900111");
    await expect(conflict).toContainText("07700 900222");
  }
  const seenByAmara = amara.page.getByRole("region", { name: amara.message("conflict-title") });
  await expect(seenByAmara).toContainText(mateo.who.name);
  await amara.go("today");
  await expect(amara.page.getByRole("heading", { name: amara.message("today-decide") })).toBeVisible();
  await mateo.page
    .getByRole("region", { name: mateo.message("conflict-title") })
    .locator(".choice", { hasText: "07700 900111" })
    .getByRole("button")
    .click();
  await expect(mateo.page.getByRole("region", { name: mateo.message("conflict-title") })).toHaveCount(0);
  await amara.goToCase(client, "summary");
  await amara.edit("home");
  await expect(amara.field("field-person-phone")).toHaveValue("07700 900111");
  await expect(amara.page.getByRole("region", { name: amara.message("conflict-title") })).toHaveCount(0);
  await expect(mateo.field("field-person-phone")).toHaveValue("07700 900111");
});

test("“To decide” leads to the question, wherever on a phone it is", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "notes");
  await amara.beginNote();
  await amara.type("There is a note, so the case opens at its notes.");
  await amara.expectChip("state-shared");
  await amara.goToCase(client, "summary");
  await mateo.goToCase(client, "summary");
  for (const person of [amara, mateo]) await person.edit("home");
  await expect(mateo.field("field-person-phone")).toHaveValue("07700 900123");
  await relay.stop();
  await amara.field("field-person-phone").fill("07700 900111");
  await amara.expectChip("state-waiting");
  await mateo.field("field-person-phone").fill("07700 900222");
  await mateo.expectChip("state-waiting");
  await relay.start();
  const conflict = amara.page.getByRole("region", { name: amara.message("conflict-title") });
  await expect(conflict).toBeVisible({ timeout: 60_000 });
  await amara.page.setViewportSize({ width: 390, height: 844 });
  // From Today.
  await amara.go("today");
  await amara.page.getByRole("main").getByRole("link").filter({ hasText: amara.message("case-decide") }).click();
  await expect(conflict).toBeFocused();
  await expect(conflict).toBeInViewport();
  // From another tab of the case, whose identity bar says so everywhere.
  await amara.link("tab-notes").click();
  await amara.link("case-decide").click();
  await expect(conflict).toBeFocused();
  await expect(conflict).toBeInViewport();
  await conflict.getByRole("button").first().click();
  await expect(amara.link("case-decide")).toHaveCount(0);
});

test("the kind of a note changed apart is shown twice, and a third answer resolves it", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "notes");
  await amara.beginNote();
  await amara.type("Which kind was it?");
  await amara.expectChip("state-shared");
  await mateo.goToCase(client, "notes");
  await mateo.openNote("Which kind was it?");
  await mateo.expectText(mateo.body, "Which kind was it?");
  await relay.stop();
  await amara.chooseNoteKind("phone");
  await amara.expectChip("state-waiting");
  await mateo.chooseNoteKind("school");
  await mateo.expectChip("state-waiting");
  await relay.start();
  for (const person of [amara, mateo]) {
    await person.showNoteFacts();
    const conflict = person.page.getByRole("region", { name: person.message("conflict-title") });
    await expect(conflict).toBeVisible({ timeout: 60_000 });
    await expect(conflict).toContainText(person.message("note-kind-phone"));
    await expect(conflict).toContainText(person.message("note-kind-school"));
  }
  // The field itself decides nothing while there is a choice to be made.
  await expect(amara.field("field-note-kind")).toBeDisabled();
  await amara.button("conflict-third").click();
  await amara.page.locator("form.third").getByRole("combobox").selectOption("court");
  await amara.button("conflict-use").click();
  for (const person of [amara, mateo]) {
    await expect(person.page.getByRole("region", { name: person.message("conflict-title") })).toHaveCount(0);
    await expect(person.field("field-note-kind")).toHaveValue("court");
  }
});
