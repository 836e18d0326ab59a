// Names as long as an office writes them, and a report pasted whole: the screens stay as they are.
import type { Person } from "../../actors/person.ts";
import { client, founder, oneNote, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

const long = "Wolfeschlegelsteinhausenbergerdorff-Fernández de la Concepción y Bourbon, Maximiliano";

/** Nothing runs off the edge of the screen that is shown. */
async function expectNothingOffTheEdge(person: Person, where: string): Promise<void> {
  const off = await person.page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const isScrolled = (element: Element): boolean => {
      for (let parent = element.parentElement; parent; parent = parent.parentElement) {
        const { overflowX } = getComputedStyle(parent);
        // A pane scrolls up and down; only a row of tabs may be scrolled sideways.
        if (overflowX === "hidden" || overflowX === "clip") return true;
        if (overflowX !== "visible") return parent.closest("nav") !== null;
      }
      return false;
    };
    const beyond = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return (box.right > width + 1 || box.left < -1) && !isScrolled(element);
    });
    return { scrolls: document.documentElement.scrollWidth > width, beyond: beyond.map((element) => element.outerHTML.slice(0, 200)) };
  });
  expect(off, where).toEqual({ scrolls: false, beyond: [] });
}

for (const name of [long, long.replaceAll(/[ ,-]/g, "")]) {
  test(`a name of ${name.length} letters ${name.includes(" ") ? "" : "without a blank "}stays on a phone's screen, and can be read whole`, async ({ relay, device }) => {
    const person = await founder(relay, device, undefined, { width: 390, height: 844 });
    await person.openCase(name, { worry: name, safeContact: name });
    await expectNothingOffTheEdge(person, "summary");
    await person.go("cases");
    const row = person.caseRow(name);
    await expect(row).toBeVisible();
    await expectNothingOffTheEdge(person, "cases");
    const title = row.locator(".name");
    const isCut = await title.evaluate((element) => element.scrollWidth > element.clientWidth);
    if (isCut) await expect(title).toHaveAttribute("title", name);
    await row.click();
    // Cut where the case is as well, and whole for a finger.
    const heading = person.page.getByRole("heading", { level: 1, name });
    await expect(heading).toBeVisible();
    const isWhole = (): Promise<boolean> => heading.evaluate((element) => element.scrollHeight <= element.clientHeight + 8);
    expect(await isWhole()).toBe(false);
    await heading.click();
    await expect.poll(isWhole).toBe(true);
    await heading.click();
    for (const tab of ["people", "plan", "tasks", "notes", "sharing", "paper"] as const) {
      await person.goToCase(name, tab);
      if (tab === "people") await person.addPerson(name);
      if (tab === "notes") {
        await person.beginNote();
        await person.type(name);
      }
      await expectNothingOffTheEdge(person, tab);
    }
    await person.go("today");
    await expectNothingOffTheEdge(person, "today");
  });
}

test("three hundred kilobytes pasted into a note reach a colleague who goes on writing in it", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "The report of the school:\n");
  const line = "The teacher writes that he comes on time, and that he is tired. ";
  const book = line.repeat(Math.ceil(300_000 / line.length));
  await amara.body.focus();
  await amara.page.keyboard.press("Control+End");
  await amara.page.evaluate((text) => {
    const paste = new DataTransfer();
    paste.setData("text/plain", text);
    const area = document.activeElement as HTMLTextAreaElement;
    if (area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: paste, bubbles: true, cancelable: true }))) {
      document.execCommand("insertText", false, text);
    }
  }, book);
  await mateo.prepend(mateo.body, "Meanwhile. ", 60);
  const length = "Meanwhile. The report of the school:\n".length + book.length;
  for (const { page } of [amara, mateo]) {
    // Not by its name: to work that out, all of its text would be read.
    const area = page.locator("main textarea").first();
    await expect.poll(() => area.evaluate((it: HTMLTextAreaElement) => it.value.length), { timeout: 120_000 }).toBe(length);
    expect(await area.evaluate((it: HTMLTextAreaElement) => it.value.slice(0, 40))).toBe("Meanwhile. The report of the school:\nThe");
  }
});
