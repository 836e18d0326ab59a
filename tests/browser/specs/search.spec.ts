// Search forgives the way people type names and numbers, everywhere in the same way, and with no signal.
import { founder } from "../actors/team.ts";
import type { Person } from "../actors/person.ts";
import { expect, test } from "../actors/test.ts";

async function search(person: Person, words: string): Promise<void> {
  await person.go("search");
  const line = person.page.locator("#search");
  await line.fill("");
  await line.pressSequentially(words);
}

test("a name is found with a slip, without its accents, and a number in any spelling, with no signal", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase("Łukasz Wójcik", { phone: "07700 900123" });
  await person.openCase("Siobhán O’Brien", { worry: "王小明 from the school rang about the stairs." });
  await person.device.goOffline();
  const found = person.page.locator(".section h2");
  for (const words of ["lukasz", "wojick", "+447700900123", "0044 7700 900 123"]) {
    await search(person, words);
    await expect(found, words).toHaveText(["Łukasz Wójcik"]);
  }
  for (const words of ["obrien", "o'brien siob", "小明", "stiars"]) {
    await search(person, words);
    await expect(found, words).toHaveText(["Siobhán O’Brien"]);
  }
  await expect(person.page.locator("mark")).toHaveText(["stairs"]);
  await search(person, "lukasz brien");
  await expect(person.page.locator(".empty h2")).toBeVisible();
  // The same in the list of cases.
  await person.go("cases");
  for (const words of ["obrein", "900123", "lukas"]) {
    await person.page.locator("#cases-find").fill(words);
    await expect(person.page.locator(".side-list li"), words).toHaveCount(1);
  }
});

test("a second file for the same person is noticed, with what both have in common", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase("Łukasz Wójcik", { phone: "07700 900123" });
  await person.go("cases");
  await person.page.locator("a[href='/cases/new']").first().click();
  const alike = person.page.locator(".warn.amber");
  await person.page.locator("#case-name").pressSequentially("Wojcik, Lucasz");
  await expect(alike).toContainText("Łukasz Wójcik similar name");
  await person.page.locator("#case-phone").pressSequentially("+44 7700 900123");
  await expect(alike).toContainText("Łukasz Wójcik same name and telephone");
  await person.page.locator("#case-name").fill("Somebody else");
  await expect(alike).toContainText("Łukasz Wójcik same telephone");
  await person.page.locator("#case-phone").fill("");
  await expect(alike).toHaveCount(0);
});
