// A case at a glance: something to read first; each part is edited where it stands, by keyboard alone.
import { expectAccessible } from "../../actors/axe.ts";
import { lucia } from "../../actors/person.ts";
import { client, founder, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

test("a case opens as something to read, and a part is edited in place by keyboard alone", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  const { page } = amara;
  await amara.openCase(client, { worry: "The flat goes on 31 December." });
  const worry = page.locator("#worry");
  await expect(worry.locator("blockquote")).toHaveText("“The flat goes on 31 December.”");
  await expect(page.locator(".glance :is(input:not([type=checkbox]), textarea, select)")).toHaveCount(0);
  await page.locator("#worry-edit").focus();
  await page.keyboard.press("Enter");
  await expect(amara.prose("field-enquiry-worry")).toBeFocused();
  await amara.append(amara.prose("field-enquiry-worry"), " Elena does not sleep.");
  for (const step of ["field-enquiry-source", "field-enquiry-through"]) {
    await amara.field(step).focus();
    await amara.type(step === "field-enquiry-source" ? "Elena" : "the interpreter");
  }
  await page.locator("#worry-edit").focus();
  await page.keyboard.press("Space");
  await expect(page.locator("#worry-edit")).toBeFocused();
  await expect(worry.locator("blockquote")).toHaveText("“The flat goes on 31 December. Elena does not sleep.”");
  await expect(worry).toContainText("Elena, today, through the interpreter");
  // What nobody has said is not drawn.
  await expect(worry.locator("dl")).toHaveCount(0);
  await page.reload();
  await amara.unlock();
  await expect(worry.locator("blockquote")).toContainText("Elena does not sleep.");
});

test("the bar names whom a case is about, and writes the rule out in full", async ({ relay, device }) => {
  const amara = await founder(relay, device, undefined, { width: 390, height: 844 });
  await amara.openCase(client, { safeContact: "Never leave a voicemail. Text “delivery” first, wait for a reply." });
  await amara.edit("home");
  await amara.field("field-person-preferred-name").fill("Elena Ruiz");
  await amara.field("field-person-pronouns").fill("she/her");
  await amara.field("field-person-languages").fill("Spanish");
  await amara.field("field-person-interpreter").check();
  await amara.goToCase(client, "people");
  await amara.addPerson("Rosa Marín");
  await amara.field("field-person-at-home").selectOption("often-there");
  await amara.goToCase(client, "summary");
  const identity = amara.page.locator(".identity");
  await expect(identity.locator(".name")).toContainText("Elena, she/her");
  await expect(identity).toContainText("Never leave a voicemail. Text “delivery” first, wait for a reply.");
  await expect(identity).toContainText("Spanish · interpreter needed");
  await expect(amara.page.locator("#home .foot")).toContainText("Often there: Rosa");
  // One column, in the order in which a case is read.
  const top = (id: string) => amara.page.locator(`#${id}`).evaluate((part) => part.getBoundingClientRect().top);
  const order = await Promise.all(["worry", "safety", "due", "home", "plan", "contacts", "team"].map(top));
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test("a colleague in the case stands among who works on it", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "summary");
  await mateo.goToCase(client, "summary");
  const row = amara.page.locator("#team li").filter({ hasText: mateo.who.name });
  await expect(row).toContainText(amara.message("here-now"), { timeout: 20_000 });
});

test("the list of cases folds away beside a case, and stays as it was left", async ({ relay, device }) => {
  const amara = await founder(relay, device, undefined, { width: 1440, height: 900 });
  await amara.openCase(client);
  await expect(amara.caseRow(client)).toBeHidden();
  await amara.button("cases-show").click();
  await expect(amara.caseRow(client)).toBeVisible();
  await amara.page.reload();
  await amara.unlock();
  await expect(amara.caseRow(client)).toBeVisible();
  await amara.button("cases-hide").click();
  await expect(amara.caseRow(client)).toBeHidden();
});

test("an empty case teaches what to do first, in Spanish too", async ({ relay, device }) => {
  const person = await founder(relay, device, lucia, { locale: "es-ES" });
  await person.openCase(client);
  await person.button("worry-write").click();
  await expect(person.prose("field-enquiry-worry")).toBeFocused();
  await person.type("No duerme.");
  await person.page.locator("#worry-edit").click();
  await expect(person.page.locator("#worry blockquote")).toHaveText("«No duerme.»");
});

for (const [size, colorScheme] of [[{ width: 390, height: 844 }, "dark"], [{ width: 1440, height: 900 }, "light"]] as const) {
  test(`axe finds nothing in a case at a glance at ${size.width} px, ${colorScheme}`, async ({ relay, device }) => {
    const amara = await founder(relay, device, undefined, { ...size, colorScheme });
    await amara.openCase(client);
    await expectAccessible(amara.page, "an empty case");
    await amara.edit("worry");
    await amara.field("field-enquiry-worry").fill("The flat goes.");
    await amara.edit("home");
    await expectAccessible(amara.page, "a case edited");
  });
}
