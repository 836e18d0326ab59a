// Two files of the same family: linked where a second one is about to be opened, or later; seen from both, by whoever may
// read both; unlinked without loss.
import { expectAccessible } from "../../actors/axe.ts";
import { lucia } from "../../actors/person.ts";
import { client, founder, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

test("two files of a family are linked on one device, seen on the other from both, and unlinked there", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  // A second file, offered to be linked because the number is the same.
  await amara.go("cases");
  await amara.page.locator('a[href="/cases/new"]:visible').first().click();
  await amara.field("case-name").fill("Daniel Ruiz");
  await amara.field("case-phone").fill("+44 7700 900123");
  await amara.button("case-link-with-new").click();
  await amara.button("case-open").click();
  const links = (person: typeof amara) => person.page.locator("#links");
  await expect(links(amara)).toContainText(client);
  await expectAccessible(amara.page, "a case with a linked file");
  // Mateo, who is a colleague already, is let in.
  await amara.goToCase("Daniel Ruiz", "sharing");
  await amara.page.getByRole("button", { name: amara.message("sharing-add-name") }).click();
  await mateo.expectCase("Daniel Ruiz");
  await mateo.goToCase("Daniel Ruiz", "summary");
  await expect(links(mateo)).toContainText(client, { timeout: 30_000 });
  await mateo.goToCase(client, "summary");
  await expect(links(mateo)).toContainText("Daniel Ruiz");
  await links(mateo).getByRole("button", { name: mateo.message("case-unlink") }).first().click();
  await expect(links(mateo)).not.toContainText("Daniel Ruiz");
  await amara.goToCase(client, "summary");
  await expect(links(amara)).not.toContainText("Daniel Ruiz", { timeout: 30_000 });
  await amara.goToCase("Daniel Ruiz", "summary");
  await expect(amara.page.getByRole("heading", { level: 1, name: "Daniel Ruiz" })).toBeVisible();
});

test("a file is linked later, with the reason, on a phone in Spanish, and unlinking is taken back", async ({ relay, device }) => {
  const person = await founder(relay, device, lucia, { width: 390, height: 844, locale: "es-ES" });
  await person.openCase("Elena Ruiz");
  await person.openCase("Rosa Marín");
  const links = person.page.locator("#links");
  await person.page.locator("#links-edit").click();
  await person.field("field-case-link-other").selectOption({ label: "Elena Ruiz" });
  await person.field("field-case-link-remark").fill("La abuela de los niños");
  await person.button("case-link").click();
  await expect(links).toContainText("La abuela de los niños");
  await expectAccessible(person.page, "a case with a linked file, in Spanish");
  await links.getByRole("button", { name: person.message("case-unlink") }).first().click();
  await expect(links).toContainText(person.message("case-links-none") as string);
  await person.button("undo").click();
  await expect(links).toContainText("La abuela de los niños");
  await person.goToCase("Elena Ruiz", "summary");
  await expect(person.page.locator("#links")).toContainText("Rosa Marín");
});
