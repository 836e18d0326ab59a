// What is not in the program is fetched when it is wanted: other languages, the words of recovery kits, licences.
import type { Page } from "@playwright/test";
import { amara, Person } from "../actors/person.ts";
import { founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";
import { message } from "../actors/messages.ts";

/** Nothing is kept on this device yet: its service worker would have all of it. */
async function nothingKept(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.serviceWorker.register = () => Promise.reject(new DOMException("not now", "AbortError"));
  });
}

test("a text that cannot be fetched now is missed in plain words, and can be had later", async ({ device }) => {
  const person = new Person(await device("tablet"), amara);
  const { page } = person;
  await nothingKept(page);
  await page.route(/\/messages-es-|\/kit-words/, (route) => route.abort());
  await person.device.goto("/");
  const spanish = page.getByRole("button", { name: "Español" });
  await spanish.click();
  await expect(page.getByRole("alert")).toHaveText(person.message("language-missing"));
  await expect(page.locator("html")).toHaveAttribute("lang", "en");

  await person.button("welcome-try").click();
  await person.field("setup-workspace").fill("Harbour Family Services");
  await person.field("newcomer-name").fill(amara.name);
  await person.field("newcomer-passphrase").fill(amara.passphrase);
  await person.button("continue").click();
  await expect(page.getByText(person.message("kit-missing"))).toBeVisible();
  await expect(person.field("setup-workspace")).toHaveValue("Harbour Family Services");

  await page.unroute(/\/messages-es-|\/kit-words/);
  await spanish.click();
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await expect(page.getByText(message("es", "language-missing"))).toBeHidden();
  await page.getByRole("button", { name: message("es", "continue") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(message("es", "kit-title"));
  await expect(page.locator(".kit-words li")).toHaveCount(24);
});

test("a kit is made once, however often Continue is pressed while its words are on their way", async ({ device }) => {
  const person = new Person(await device("tablet"), amara);
  const { page } = person;
  await nothingKept(page);
  let asked = 0;
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/kit-words/, async (route) => {
    asked += 1;
    await held;
    await route.continue();
  });
  await person.device.goto("/");
  await person.button("welcome-try").click();
  await person.field("setup-workspace").fill("Harbour Family Services");
  await person.field("newcomer-name").fill(amara.name);
  await person.field("newcomer-passphrase").fill(amara.passphrase);
  await person.button("continue").click();
  await person.button("continue").click();
  await expect.poll(() => asked).toBeGreaterThan(0);
  release();
  await expect(page.locator(".kit-words li")).toHaveCount(24);
  expect(asked).toBe(1);
});

test("without a network the other language and the licences are there all the same", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.readyForOffline();
  await relay.stop();
  await person.link("nav-me").first().click();
  await page.getByText("Español").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  await expect(page.getByRole("heading", { name: message("es", "me-looks") })).toBeVisible();
  await page.getByRole("button", { name: message("es", "about-licences") }).click();
  await expect(page.getByRole("dialog")).toContainText("Lucide Icons and Contributors");
});
