// Where a colleague writes: their cursor with their name, inside the text of a note that two people are in.
import type { Locator } from "@playwright/test";
import type { Person } from "../actors/person.ts";
import { client, oneNote, teamOfTwo } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

const visit =
  "Elena says the nights are quieter since the lock was changed. Mateo slept in his own bed four times this week.\n\n" +
  "Flat warm and tidy, food in the fridge. Sol shy at first, then brought me a book about a bear who could not sleep.";

/** The cursor of somebody else, in the text that `person` has open. */
const remoteCursorSeenBy = (person: Person): Locator => person.page.locator(".prose", { has: person.body }).locator(".caret");

/** Where the letter at `at` stands in a textarea, found by another way than the app's: a copy built by the test. */
async function placeOf(area: Locator, at: number): Promise<{ x: number; y: number; line: number }> {
  return area.evaluate((field: HTMLTextAreaElement, at) => {
    const copy = document.createElement("div");
    const style = getComputedStyle(field);
    for (const name of ["font", "letterSpacing", "wordSpacing", "padding", "border", "boxSizing", "lineHeight"] as const) copy.style[name] = style[name];
    const box = field.getBoundingClientRect();
    Object.assign(copy.style, { position: "fixed", left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, whiteSpace: "pre-wrap", overflowWrap: "break-word" });
    copy.append(field.value.slice(0, at));
    const mark = document.createElement("span");
    mark.textContent = "\u2060";
    copy.append(mark, field.value.slice(at));
    document.body.append(copy);
    const { x, y, height } = mark.getBoundingClientRect();
    copy.remove();
    return { x, y: y + height / 2, line: Number.parseFloat(style.lineHeight) };
  }, at);
}

/** The colleague's cursor is shown at the letter `at`: in its line, and as far along it. */
async function expectRemoteCursorAt(person: Person, at: number): Promise<void> {
  await expect
    .poll(async () => {
      const [expected, box] = await Promise.all([placeOf(person.body, at), remoteCursorSeenBy(person).boundingBox()]);
      if (!box) return "no cursor";
      const away = { x: Math.abs(box.x - expected.x), y: Math.abs(box.y + box.height / 2 - expected.y) };
      return away.x <= 3 && away.y <= expected.line / 2 ? "there" : `${away.x} px and ${away.y} px away`;
    })
    .toBe("there");
}

async function putCursor(person: Person, at: number): Promise<void> {
  await person.body.evaluate((area: HTMLTextAreaElement, at) => {
    area.focus();
    area.setSelectionRange(at, at);
  }, at);
}

test("a colleague's cursor stands with their name where they write, moves with both texts, and goes when they leave", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, visit);
  await mateo.expectText(mateo.body, visit);
  const cursor = remoteCursorSeenBy(mateo);
  const at = visit.indexOf("Sol shy");
  await putCursor(amara, at);
  await amara.type("She offered tea. ");
  await expect(cursor).toHaveText(amara.who.name);
  await expect(cursor.locator("b")).toBeVisible();
  let end = at + "She offered tea. ".length;
  await expectRemoteCursorAt(mateo, end);
  // What Mateo writes before it moves it along, though Amara does nothing.
  await mateo.prepend(mateo.body, "Saturday. ");
  end += "Saturday. ".length;
  await expectRemoteCursorAt(mateo, end);
  await amara.page.keyboard.press("ArrowLeft");
  await expectRemoteCursorAt(mateo, end - 1);
  await amara.page.keyboard.press("Control+End");
  await amara.page.keyboard.press("Enter");
  const both = `Saturday. ${visit.slice(0, at)}She offered tea. ${visit.slice(at)}\n`;
  await mateo.expectText(mateo.body, both);
  await expectRemoteCursorAt(mateo, both.length);
  // And one's own cursor is not one of them.
  await expect(remoteCursorSeenBy(mateo)).toHaveCount(1);
  await amara.goToCase(client, "summary");
  await expect(cursor).toHaveCount(0);
  await expect(mateo.page.locator(".carets")).toHaveCount(0);
});

test("their name stays inside the note, on the first line, at the right edge and in letters twice the size", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, visit);
  await mateo.page.emulateMedia({ colorScheme: "dark" });
  await mateo.page.setViewportSize({ width: 390, height: 844 });
  await mateo.page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  for (const words of ["Elena", "changed", "Flat", "sleep."]) {
    const at = visit.indexOf(words) + (words === "Elena" ? 0 : words.length);
    await putCursor(amara, at);
    await amara.page.keyboard.press("Shift+ArrowLeft");
    await putCursor(amara, at);
    await expectRemoteCursorAt(mateo, at);
    const inside = await remoteCursorSeenBy(mateo).locator("b").evaluate((flag) => {
      const name = flag.getBoundingClientRect();
      return name.left >= 0 && name.right <= document.documentElement.clientWidth;
    });
    expect(inside, words).toBe(true);
  }
  const wider = await mateo.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
});

test("a screen reader hears once that somebody writes here, not with every letter", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "Shared.");
  const said = mateo.page.locator(".prose", { has: mateo.body }).getByRole("status");
  await said.evaluate((status) => {
    const heard = [...status.children].map((child) => child.textContent?.trim() ?? "");
    Object.assign(window, { heard });
    new MutationObserver((changes) => {
      for (const change of changes) {
        for (const node of change.addedNodes) if (node.textContent?.trim()) heard.push(node.textContent.trim());
        if (change.type === "characterData") heard.push(change.target.textContent ?? "");
      }
    }).observe(status, { childList: true, characterData: true, subtree: true });
  });
  await amara.append(amara.body, " One");
  await expect(said).toHaveText(mateo.message("presence-writing-here"));
  // A pause for thought, long enough to count as reading, and on again.
  await expect(mateo.page.locator(".prose .who")).toHaveText(mateo.message("presence-here"), { timeout: 20_000 });
  await amara.type(" two.");
  await mateo.expectText(mateo.body, "Shared. One two.");
  await expect(mateo.page.locator(".prose .who")).toHaveText(mateo.message("presence-writing"));
  expect(await mateo.page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toHaveLength(1);
  await expect(mateo.page.locator(".carets")).toHaveAttribute("aria-hidden", "true");
});
