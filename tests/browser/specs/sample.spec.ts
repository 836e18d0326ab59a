// The sample caseload: one tap brings it, one removes it, and between the two it is a caseload like any other that
// nobody else ever sees.
import { expectAccessible } from "../actors/axe.ts";
import { amara, lucia, mateo, Person } from "../actors/person.ts";
import { founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

/** How many rows of documents, lists and texts are on the disk. */
async function rows(person: Person): Promise<number> {
  return person.page.evaluate(async () => {
    const names = (await indexedDB.databases()).map((database) => database.name ?? "");
    let count = 0;
    for (const name of names) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const tables = ["documents", "projection", "texts", "pending"].filter((table) => database.objectStoreNames.contains(table));
      for (const table of tables) {
        count += await new Promise<number>((resolve, reject) => {
          const request = database.transaction(table).objectStore(table).count();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      }
      database.close();
    }
    return count;
  });
}

for (const [who, options] of [
  [amara, { width: 390, height: 844 }],
  [lucia, { width: 820, height: 1180, locale: "es-ES" }],
] as const) {
  test(`the sample comes with one tap and goes with one, for ${who.name}`, async ({ relay, device }) => {
    const person = await founder(relay, device, who, options);
    await person.expectChip("state-shared");
    const before = await rows(person);
    await person.go("today");
    await person.button("sample-add").click();
    await expect(person.page.locator("#sample-remove")).toBeVisible({ timeout: 30_000 });
    await person.go("cases");
    await expect(person.page.locator("a.case")).toHaveCount(12, { timeout: 30_000 });
    await expect(person.page.locator("a.case .sample-chip")).toHaveCount(12);
    await expectAccessible(person.page, "the list of cases with the sample");
    await person.caseRow("Tran-Bello").click();
    const main = person.page.locator(".identity");
    await expect(main.locator(".sample-chip")).toBeVisible();
    await expect(person.page.locator("body")).toHaveAttribute("data-sample", person.message("sample-paper"));
    await expectAccessible(person.page, "a case of the sample");
    await person.goToCase("Tran-Bello", "people");
    await expect(person.page.locator("svg.genogram .relative").first()).toBeVisible();
    await person.goToCase("Tran-Bello", "sharing");
    await expect(person.page.getByText(person.message("sample-sharing")).first()).toBeVisible();
    // It stays over a reload.
    await person.page.reload();
    await person.unlock();
    await person.go("today");
    await person.expectChip("state-shared");
    await expectAccessible(person.page, "Today with the sample");
    await person.page.locator("#sample-remove").click();
    await expect(person.button("sample-add")).toBeVisible();
    await person.expectChip("state-shared");
    await expect.poll(() => rows(person)).toBe(before);
  });
}

test("a colleague of the workspace never sees any of it", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase("Ruiz family");
  await person.go("me");
  await person.button("sample-add").click();
  await expect(person.page.locator("#sample-remove")).toBeVisible({ timeout: 30_000 });
  await person.goToCase("Ruiz family", "summary");
  const link = await person.invite(mateo.name);
  await person.closeDialog();
  const other = new Person(await device("mateo", { width: 820, height: 1180 }), mateo);
  await other.join(link);
  await other.expectCase("Ruiz family");
  await expect(other.page.locator("a.case")).toHaveCount(1);
  await expect(other.page.locator(".sample-chip")).toHaveCount(0);
});

test("without a signal the offer says what it takes, and the rest works", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.readyForOffline();
  await person.device.goOffline();
  await person.button("sample-add").click();
  await expect(person.page.getByRole("alert")).toContainText(person.message("sample-no-signal"));
  await person.openCase("Ruiz family");
});
