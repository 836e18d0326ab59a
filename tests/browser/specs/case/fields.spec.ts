// Fields that are not prose are as safe as notes: kept with every key, never replaced under the caret, never decided by
// typing, taken back in one step. Everything here is typed key by key.
import type { Locator } from "@playwright/test";
import type { Person } from "../../actors/person.ts";
import { client, founder, oneNote, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

/** How long an answer is a draft after the last key, and a little more. */
const PAUSED = 10_000;

/** The conflict of a field, where the person sees it. */
function conflict(person: Person): Locator {
  return person.page.getByRole("region", { name: person.message("conflict-title") });
}

/** The third answer to a field while it is being written. */
function third(person: Person): Locator {
  return person.page.locator("form.third").getByRole("textbox");
}

/** Types into a field, over what stands in it. */
async function typeOver(person: Person, field: string, text: string): Promise<void> {
  await person.field(field).focus();
  await person.page.keyboard.press("Control+A");
  await person.type(text, 20);
}

test("half an answer is on the disk with every key, and there again after the battery died", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "summary");
  await person.expectChip("state-shared");
  await person.edit("worry");
  await relay.stop();
  await person.field("field-enquiry-source").focus();
  await person.type("The school nur", 30);
  await person.expectChip("state-waiting");
  await person.device.kill();
  await person.device.start();
  await relay.start();
  await person.device.goto("/");
  await person.unlock();
  await person.goToCase(client, "summary");
  await person.edit("worry");
  await expect(person.field("field-enquiry-source")).toHaveValue("The school nur");
  await person.expectChip("state-shared");
});

test("what is under the caret is never replaced: a colleague’s answer is shown beside it, and both stand afterwards", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "Where was it?");
  await amara.showNoteFacts();
  await mateo.showNoteFacts();
  await amara.field("field-note-place").focus();
  await amara.type("Kitch", 40);
  // Who is in a field is written beside its name.
  await expect(mateo.page.locator(".field.writing").filter({ has: mateo.field("field-note-place") })).toContainText(amara.who.name);
  await expect(mateo.field("field-note-place")).toHaveValue("Kitch", { timeout: PAUSED });
  await typeOver(mateo, "field-note-place", "School office");
  await mateo.page.keyboard.press("Tab");
  const beside = amara.page.locator(".arrived").filter({ hasText: "School office" });
  await expect(beside).toContainText(mateo.who.name, { timeout: PAUSED });
  await expect(amara.field("field-note-place")).toHaveValue("Kitch");
  await amara.type("en table", 40);
  await expect(amara.field("field-note-place")).toHaveValue("Kitchen table");
  await amara.page.keyboard.press("Tab");
  for (const person of [amara, mateo]) {
    await expect(conflict(person)).toContainText("Kitchen table", { timeout: PAUSED });
    await expect(conflict(person)).toContainText("School office");
  }
});

test("where two answers stand, typing in the field decides nothing; the third one is kept until its writer uses it", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  for (const person of [amara, mateo]) {
    await person.goToCase(client, "summary");
    await person.edit("home");
  }
  await expect(mateo.field("field-person-safe-contact")).toBeVisible();
  await relay.stop();
  await amara.field("field-person-safe-contact").focus();
  await amara.type("Text first", 20);
  await amara.page.keyboard.press("Tab");
  await amara.expectChip("state-waiting");
  await mateo.field("field-person-safe-contact").focus();
  await mateo.type("Never on Mondays", 20);
  await mateo.page.keyboard.press("Tab");
  await mateo.expectChip("state-waiting");
  await relay.start();
  const bothStand = async (person: Person) => {
    await expect(conflict(person)).toContainText("Text first", { timeout: 60_000 });
    await expect(conflict(person)).toContainText("Never on Mondays");
  };
  for (const person of [amara, mateo]) await bothStand(person);
  await mateo.field("field-person-safe-contact").focus();
  await mateo.type("x", 20);
  await mateo.page.keyboard.press("Tab");
  await mateo.expectChip("state-shared");
  for (const person of [amara, mateo]) await bothStand(person);

  // Both joined, to be changed.
  await mateo.button("conflict-both", conflict(mateo)).click();
  await expect(third(mateo)).toBeFocused();
  await expect(third(mateo)).toHaveValue("Text first; Never on Mondays");
  await mateo.page.keyboard.press("End");
  await mateo.type(", says Eli", 20);
  await mateo.page.reload();
  await mateo.unlock();
  await expect(third(mateo)).toHaveValue("Text first; Never on Mondays, says Eli");
  await amara.page.keyboard.press("Escape");
  await conflict(amara).locator(".choice", { hasText: "Text first" }).getByRole("button").click();
  await expect(conflict(mateo)).toHaveCount(0, { timeout: PAUSED });
  await expect(mateo.field("field-person-safe-contact")).toHaveValue("Text first");
  await expect(third(mateo)).toHaveValue("Text first; Never on Mondays, says Eli");
  await third(mateo).focus();
  await mateo.page.keyboard.press("End");
  await mateo.type("se", 20);
  await mateo.button("conflict-use").click();
  await expect(third(mateo)).toHaveCount(0);
  // Amara is in the field, where she chose: it changes when she leaves it.
  await expect(amara.page.locator(".arrived").filter({ hasText: "says Elise" })).toBeVisible({ timeout: PAUSED });
  await expect(amara.field("field-person-safe-contact")).toHaveValue("Text first");
  await amara.page.keyboard.press("Tab");
  await expect(amara.field("field-person-safe-contact")).toHaveValue("Text first; Never on Mondays, says Elise");

  // What was not chosen is still there to be read, with who said it.
  const earlier = amara.page.locator("details.earlier").filter({ hasText: "Never on Mondays" });
  await earlier.getByText(amara.message("earlier-answers")).click();
  await expect(earlier.getByRole("listitem").filter({ hasText: "Never on Mondays" })).toContainText(mateo.who.name);
  await expect(earlier.getByRole("listitem").filter({ hasText: "Text first" })).toBeVisible();
});

test("one sitting in a field is one step to take back", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.showNoteFacts();
  const place = person.field("field-note-place");
  await place.focus();
  await person.type("Kitchen", 20);
  await expect(place).toHaveValue("Kitchen");
  await person.page.keyboard.press("Tab");
  await typeOver(person, "field-note-place", "The hall");
  await expect(place).toHaveValue("The hall");
  await person.page.keyboard.press("Control+Z");
  await expect(place).toHaveValue("Kitchen");
  await person.page.keyboard.press("Control+Z");
  await expect(place).toHaveValue("");
  await person.page.keyboard.press("Control+Shift+Z");
  await expect(place).toHaveValue("Kitchen");
});

test("half a date takes nothing away, and minutes are understood or refused in words", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.showNoteFacts();
  const at = person.field("field-note-at");
  const before = await at.inputValue();
  expect(before).not.toBe("");
  await at.focus();
  await person.page.keyboard.press("Backspace");
  await person.page.keyboard.press("Tab");
  await person.field("field-note-place").focus();
  await person.type("Hall", 20);
  await person.page.keyboard.press("Tab");
  await person.page.reload();
  await person.unlock();
  await person.showNoteFacts();
  await expect(at).toHaveValue(before);

  const minutes = person.field("field-note-minutes");
  const fault = person.page.locator(".fault");
  for (const [typed, words] of [["1.5", "fault-hours-or-minutes"], ["1:5", "fault-two-ways"], ["soon", "fault-minutes"]]) {
    await typeOver(person, "field-note-minutes", typed);
    await person.page.keyboard.press("Tab");
    await expect(fault).toHaveText(person.message(words));
    await expect(minutes).toHaveValue(typed);
  }
  for (const [typed, understood] of [["1:30", "90"], ["1,5 h", "90"], ["1 h 30", "90"], ["45", "45"]]) {
    await typeOver(person, "field-note-minutes", typed);
    await person.page.keyboard.press("Tab");
    await expect(minutes).toHaveValue(understood);
    await expect(fault).toHaveCount(0);
  }
  await person.page.getByRole("button", { name: person.message("field-clear") }).click();
  await expect(at).toHaveValue("");
});

test("a new case half filled in is there again after a reload, and in another tab", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.go("cases");
  await person.page.locator('a[href="/cases/new"]:visible').first().click();
  await person.field("case-name").focus();
  await person.type("Marsh fam", 20);
  await person.field("case-worry").focus();
  await person.type("The nights", 20);
  await person.page.reload();
  await person.unlock();
  await expect(person.page).toHaveURL(/\/cases\/new$/);
  await expect(person.field("case-name")).toHaveValue("Marsh fam");
  await expect(person.field("case-worry")).toHaveValue("The nights");
  await person.append(person.field("case-name"), "ily", 20);
  const second = await person.device.newTab("/cases/new");
  await person.device.use(second);
  await person.button("elsewhere-use-here").click();
  await person.unlock();
  await expect(person.field("case-name")).toHaveValue("Marsh family");
  await person.button("case-open").click();
  await expect(person.page.getByRole("heading", { level: 1, name: "Marsh family" })).toBeVisible();
  await person.go("cases");
  await person.page.locator('a[href="/cases/new"]:visible').first().click();
  await expect(person.field("case-name")).toHaveValue("");
});

test("a note begun by accident is in no list, and one put away comes back", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "notes");
  await amara.beginNote();
  await amara.type("A note for the wrong family.", 10);
  await amara.expectChip("state-shared");
  await mateo.goToCase(client, "notes");
  const row = (person: Person) => person.page.getByRole("main").locator("ul.list a.item:visible");
  await expect(row(mateo)).toHaveCount(1);
  await amara.link("back").click();
  await amara.beginNote();
  await amara.link("back").click();
  await expect(row(amara)).toHaveCount(1);
  await expect(row(mateo)).toHaveCount(1);

  await amara.openNote("A note for the wrong family.");
  await amara.more("put-away");
  await expect(amara.page.getByText(amara.message("note-was-put-away"))).toBeVisible();
  await expect(row(amara)).toHaveCount(0);
  await expect(row(mateo)).toHaveCount(0, { timeout: PAUSED });
  await amara.button("undo", amara.page.locator(".just-done")).click();
  await expect(row(amara)).toHaveCount(1);
  await expect(row(mateo)).toHaveCount(1, { timeout: PAUSED });

  await amara.openNote("A note for the wrong family.");
  await amara.more("put-away");
  await expect(row(amara)).toHaveCount(0);
  await amara.page.locator("details.away summary").click();
  await amara.page.locator("details.away").getByRole("button").click();
  await expect(amara.page.locator("details.away")).toHaveCount(0);
  await expect(row(amara)).toHaveCount(1);
});

test("every id in the page is there once, and client text runs from its own side", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.go("cases");
  await person.page.locator('a[href="/cases/new"]:visible').first().click();
  await person.field("case-name").fill("\u202Eمحمد العلي");
  await person.field("case-worry").fill("الليالي");
  await person.button("case-open").click();
  await person.edit("home");
  await person.edit("worry");
  const ids = await person.page.evaluate(() => [...document.querySelectorAll("[id]")].map((element) => element.id));
  expect(new Set(ids).size).toBe(ids.length);
  const heading = person.page.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText("محمد العلي");
  await expect(heading).toHaveCSS("direction", "rtl");
  await expect(person.field("field-enquiry-worry")).toHaveCSS("direction", "rtl");
  await person.field("field-enquiry-source").focus();
  await person.type("المدرسة", 20);
  await expect(person.field("field-enquiry-source")).toHaveCSS("direction", "rtl");
});
