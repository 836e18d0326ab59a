// The journeys that every engine must make. Which one draws the pages is the name of the project: chromium, firefox, webkit.
import { expect, test as base } from "@playwright/test";
import { amara, mateo, type Who } from "../actors/person.ts";
import { Relay } from "../actors/relay.ts";
import { client } from "../actors/team.ts";
import { Caseworker } from "./caseworker.ts";
import { PlaywrightBrowser } from "./playwright.ts";
import { WebKitBrowser } from "./webkit.ts";

interface Fixtures {
  relay: Relay;
  /** Somebody with a browser of this project's engine at the relay's address. */
  caseworker: (who: Who) => Promise<Caseworker>;
}

const test = base.extend<Fixtures>({
  relay: async ({}, use) => {
    const relay = await Relay.start();
    await use(relay);
    await relay.discard();
  },
  caseworker: async ({ relay }, use, info) => {
    const all: Caseworker[] = [];
    await use(async (who) => {
      const engine = info.project.name;
      const browser =
        engine === "webkit" ? await WebKitBrowser.start(relay.origin) : await PlaywrightBrowser.start(engine === "firefox" ? engine : "chromium", who.name, relay.origin);
      all.push(new Caseworker(browser, who));
      return all.at(-1)!;
    });
    if (info.status !== info.expectedStatus) {
      for (const { browser, who } of all) {
        await info.attach(who.name, { body: await browser.text().catch(String), contentType: "text/plain" });
      }
      await info.attach("relay", { body: relay.printed, contentType: "text/plain" });
    }
    const complaints = all.flatMap(({ browser }) => browser.complaints);
    await Promise.all(all.map(({ browser }) => browser.discard()));
    expect(complaints, "errors in a browser console").toEqual([]);
  },
});

test("a note survives the end of the battery and a cold start without any network, and is shared later", async ({ relay, caseworker }) => {
  const person = await caseworker(amara);
  await person.found("Harbour Family Services", relay.setupLink);
  await person.openCase(client, "07700 900123");
  await person.goToCase(client, "notes");
  await person.beginNote("Flat warm and tidy. Señora Núñez came in,");
  await person.expectChip("state-shared");
  await person.readyForOffline();
  // The first version that comes is no update.
  await person.expectThere("button", person.message("update-take"), false);
  await relay.stop();
  await person.browser.type(" and then the lift stopped.");
  await person.expectChip("state-waiting");
  await person.browser.kill();

  await person.browser.start();
  await person.browser.open("/");
  await person.unlock();
  await person.goToCase(client, "notes");
  await person.click("link", /Flat warm and tidy/);
  await person.expectValue("field-note-body", "Flat warm and tidy. Señora Núñez came in, and then the lift stopped.");
  await relay.start();
  await person.expectChip("state-shared");
});

test("two answers given apart are both shown on both devices, until one is kept", async ({ relay, caseworker }) => {
  const first = await caseworker(amara);
  await first.found("Harbour Family Services", relay.setupLink);
  await first.openCase(client, "07700 900");
  const invitation = await first.invite(mateo.name);
  const second = await caseworker(mateo);
  await second.join(invitation);
  await first.goToCase(client, "summary");
  await second.goToCase(client, "summary");
  for (const person of [first, second]) await person.editClient();
  await second.expectValue("field-person-phone", "07700 900");
  await relay.stop();
  await first.write("field-person-phone", "111");
  await first.expectChip("state-waiting");
  await second.write("field-person-phone", "222");
  await second.expectChip("state-waiting");
  await relay.start();
  for (const person of [first, second]) {
    await person.expectThere("button", /07700 900111/);
    await person.expectThere("button", /07700 900222/);
  }
  await second.click("button", /07700 900111/);
  for (const person of [first, second]) {
    await person.expectThere("button", /07700 900222/, false);
    await person.expectValue("field-person-phone", "07700 900111");
  }
});

test("a new version waits until it is taken, and what was being written is still there afterwards", async ({ relay, caseworker }) => {
  const person = await caseworker(amara);
  await person.found("Harbour Family Services", relay.setupLink);
  await person.openCase(client, "07700 900123");
  await person.readyForOffline();
  await relay.stop();
  const newest = relay.serveNewerVersion();
  await relay.start();
  await person.click("link", person.message("nav-me"));
  await person.click("button", person.message("device-check"));
  await person.expectThere("button", person.message("update-take"));
  await person.goToCase(client, "notes");
  await person.beginNote("Typed while an update was waiting.");
  await person.click("button", person.message("update-take"));
  await person.unlock();
  await person.expectValue("field-note-body", "Typed while an update was waiting.");
  expect(await person.version()).toBe(newest);
});
