// The people of a case: added apart, reached safely, where they are, and what they are to each other.
import { expectAccessible } from "../../actors/axe.ts";
import type { Person } from "../../actors/person.ts";
import { client, founder, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

/** Somebody in the list of people. */
const inList = (person: Person, name: string) =>
  person.page.locator(".people-list a.person").filter({ has: person.page.locator(".t", { hasText: name }) });

/** Somebody's sign in the genogram. */
const inDrawing = (person: Person, sentence: string | RegExp) => person.page.locator(".genogram").getByRole("link", { name: sentence });

test("a child and a grandmother added apart, offline, are both there for both, and stand in the genogram once related", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  for (const person of [amara, mateo]) await person.goToCase(client, "people");
  await relay.stop();
  await amara.addPerson("Sol");
  await amara.field("field-person-sign").selectOption("woman");
  await amara.field("field-person-lives-here").check();
  await amara.relate("has parent", client);
  await amara.expectChip("state-waiting");
  await mateo.addPerson("Rosa");
  await mateo.field("field-person-sign").selectOption("woman");
  await mateo.relate("is parent", client);
  await mateo.expectChip("state-waiting");
  await relay.start();
  for (const person of [amara, mateo]) {
    await person.goToCase(client, "people");
    await expect(inList(person, "Sol")).toContainText("daughter", { timeout: 60_000 });
    await expect(inList(person, "Rosa")).toContainText("mother", { timeout: 60_000 });
    await expect(inDrawing(person, /^Rosa, mother of Ruiz/)).toBeVisible();
    await expect(inDrawing(person, /^Sol, daughter of Ruiz/)).toBeVisible();
  }
  // The grandmother stands above the client, the child below.
  const y = async (name: RegExp) => (await inDrawing(amara, name).boundingBox())?.y ?? 0;
  expect(await y(/^Rosa/)).toBeLessThan(await y(/^Ruiz/));
  expect(await y(/^Ruiz/)).toBeLessThan(await y(/^Sol/));
  // Each sign leads to its page, also by keyboard.
  await inDrawing(amara, /^Rosa/).focus();
  await amara.page.keyboard.press("Enter");
  await expect(amara.page.locator(".person-page").getByRole("heading", { level: 2, name: "Rosa" })).toBeVisible();
  // The summary says who lives at home.
  await amara.goToCase(client, "summary");
  await expect(amara.page.locator(".home-strip")).toContainText("Sol");
  await expect(amara.page.locator(".home-strip")).not.toContainText("Rosa");
});

test("the rule for a number stands beside it, and the person's own where it has none", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client, { phone: "07700 900123", safeContact: "Never leave a voicemail" });
  await amara.goToCase(client, "people");
  await expect(inList(amara, client)).toContainText("Never leave a voicemail");
  await inList(amara, client).click();
  const ways = amara.page.locator("section.section").filter({ has: amara.heading("ways") });
  await expect(ways.getByRole("listitem").filter({ hasText: "07700 900123" })).toContainText("Never leave a voicemail");
  await amara.button("way-add").click();
  await expect(amara.field("field-contact-way-reach")).toBeFocused();
  await amara.type("07700 900555");
  await amara.field("field-contact-way-kind").selectOption("mobile");
  const way = ways.getByRole("listitem").filter({ hasText: "07700 900555" });
  await expect(way.locator(".rule")).toContainText("Never leave a voicemail");
  await amara.field("field-contact-way-safe-contact").fill("Text “delivery” first");
  await expect(way.locator(".rule")).toContainText("Text “delivery” first");
  await expect(way.getByRole("link", { name: "07700 900555" })).toHaveAttribute("href", "tel:07700900555");
  await amara.button("put-away", way).click();
  await expect(way).toHaveCount(0);
  await amara.button("undo", amara.page.getByRole("status").filter({ hasText: "Put away" })).click();
  await expect(way).toBeVisible();
});

test("a confidential address is shown only to whoever asks for it", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client);
  await amara.edit("home");
  await amara.field("field-person-address").fill("22 Quay Street");
  const hidden = amara.message("field-person-address-hidden");
  await amara.page.getByRole("checkbox", { name: hidden }).check();
  for (const tab of ["people", "summary"] as const) {
    await amara.goToCase(client, tab);
    if (tab === "people") {
      await inList(amara, client).click();
      // It is not read over somebody's shoulder, either.
      await expect(amara.page.getByRole("main")).not.toContainText("22 Quay Street");
    }
    await amara.edit(tab === "people" ? "person-reach" : "home");
    const show = amara.page.getByRole("button", { name: amara.message("covered-show-what") });
    await expect(show).toBeVisible();
    await expect(amara.field("field-person-address")).toHaveCount(0);
    await show.click();
    await expect(amara.field("field-person-address")).toHaveValue("22 Quay Street");
  }
});

test("where a child is and was stands with who made sure of it", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client);
  await amara.goToCase(client, "people");
  await amara.addPerson("Mateo");
  await amara.button("place-add").click();
  await expect(amara.field("field-placement-place")).toBeFocused();
  await amara.type("22 Quay Street");
  await amara.field("field-placement-with").fill("Rosa");
  const places = amara.page.locator("section.section").filter({ has: amara.heading("places") });
  await expect(places).toContainText("With Rosa, 22 Quay Street");
  await expect(places).toContainText(amara.message("place-unconfirmed"));
  await amara.field("field-placement-since").fill("2026-11-03");
  await amara.field("field-placement-confirmed-by").fill("Amara, on a visit");
  await expect(places).toContainText("since 3 November 2026");
  await expect(places).toContainText("Confirmed by Amara, on a visit");
  await expect(places).not.toContainText(amara.message("place-unconfirmed"));
});

test("an age is kept as the year of birth", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client);
  await amara.goToCase(client, "people");
  await amara.addPerson("Rosa");
  await amara.button("date-year").first().click();
  await amara.field("field-person-birth-date").fill("61");
  await amara.field("field-person-birth-date").blur();
  await expect(amara.field("field-person-birth-date")).toHaveValue(String(new Date().getFullYear() - 61));
  await expect(amara.page.locator(".person-page > header")).toContainText("61 years old");
});

for (const [size, colorScheme] of [[{ width: 390, height: 844 }, "light"], [{ width: 1440, height: 900 }, "dark"]] as const) {
  test(`axe finds nothing among the people at ${size.width} px, ${colorScheme}`, async ({ relay, device }) => {
    const amara = await founder(relay, device, undefined, { ...size, colorScheme });
    await amara.openCase(client, { safeContact: "Never leave a voicemail" });
    await amara.goToCase(client, "people");
    await amara.addPerson("Rosa");
    await amara.relate("is parent", client);
    await amara.button("way-add").click();
    await expectAccessible(amara.page, "somebody's page");
    await amara.goToCase(client, "people");
    await expect(inDrawing(amara, /^Rosa/)).toBeVisible();
    await expectAccessible(amara.page, "people and their genogram");
  });
}
