// Names as long as an office writes them, and a whole book pasted into a note: the screens stay usable.
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
        if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(parent).overflowX)) return true;
      }
      return false;
    };
    const words = [...document.querySelectorAll("main *, header *")].filter((element) => element.childElementCount === 0 && element.textContent?.trim());
    const beyond = words.filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && (box.right > width + 1 || box.left < -1) && !isScrolled(element);
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
    // Whole where the case is.
    const heading = person.page.getByRole("heading", { level: 1, name });
    await expect(heading).toBeVisible();
    const whole = await heading.evaluate((element) => element.scrollWidth <= element.clientWidth + 1);
    if (!whole) await expect(heading).toHaveAttribute("title", name);
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

test("six megabytes pasted into a note reach a colleague who goes on writing in it", async ({ relay, device }) => {
  test.setTimeout(240_000);
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "The report of the school:\n");
  const line = "The teacher writes that he comes on time, and that he is tired. ";
  const book = line.repeat(Math.ceil(6_000_000 / line.length));
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
  for (const person of [amara, mateo]) {
    await expect.poll(() => person.body.evaluate((area: HTMLTextAreaElement) => area.value.length), { timeout: 120_000 }).toBe(length);
    expect(await person.body.evaluate((area: HTMLTextAreaElement) => area.value.slice(0, 40))).toBe("Meanwhile. The report of the school:\nThe");
  }
});
