// axe on every screen, on a phone and a desktop, light and dark.
import { expectAccessible } from "../actors/axe.ts";
import { amara, Person } from "../actors/person.ts";
import { client, oneNote, teamOfTwo } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

for (const [size, colorScheme] of [[{ width: 390, height: 844 }, "light"], [{ width: 1440, height: 900 }, "dark"]] as const) {
  test(`axe finds nothing on any screen at ${size.width} px, ${colorScheme}`, async ({ relay, device }) => {
    const person = new Person(await device("device", { ...size, colorScheme }), amara);
    const { page } = person;
    const check = (screen: string) => expectAccessible(page, screen);

    await person.device.goto("/");
    await expect(person.button("welcome-try")).toBeVisible();
    await check("welcome");
    await person.device.goto(relay.setupLink);
    await person.button("continue").click();
    await check("set-up with faults");
    await person.fillFoundForm("Harbour Family Services");
    await check("recovery kit");
    await person.confirmKit();
    await expect(person.navigation).toBeVisible();
    await check("Today, empty");
    await person.go("cases");
    await check("cases, empty");
    await page.locator('a[href="/cases/new"]:visible').first().click();
    await check("new case");
    await person.openCase(client, { phone: "07700 900123", safeContact: "Never leave voicemail", worry: "School." });
    await check("case summary");
    await person.goToCase(client, "sharing");
    await check("case sharing");
    await person.invite("Mateo Ruiz");
    await check("invitation");
    await person.closeDialog();
    await person.goToCase(client, "notes");
    await check("notes, empty");
    await person.beginNote();
    await person.type("Flat warm and tidy.");
    await person.showNoteFacts();
    await check("note");
    await person.chip.click();
    await check("queue");
    await person.closeDialog();
    await person.goToCase(client, "notes");
    await check("notes");
    await person.go("today");
    await check("Today");
    await person.go("write");
    await check("write");
    await person.go("search");
    await check("search");
    await person.go("me");
    await check("me");
    await person.lockNow();
    await check("lock");
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in what a second person, tab or version brings, ${colorScheme}`, async ({ relay, device }) => {
    const team = await teamOfTwo(relay, device);
    const { amara, mateo } = team;
    const { page } = amara;
    await page.emulateMedia({ colorScheme });
    const check = (screen: string) => expectAccessible(page, screen);

    await oneNote(team, "Flat warm and tidy.");
    await mateo.append(mateo.body, " Sol brought me a book.");
    await expect(page.locator(".prose .caret")).toHaveText(mateo.who.name);
    await check("a note with somebody else in it");

    await mateo.goToCase(client, "summary");
    await amara.goToCase(client, "summary");
    for (const person of [amara, mateo]) await person.edit("home");
    await amara.readyForOffline();
    await relay.stop();
    await amara.field("field-person-phone").fill("07700 900111");
    await mateo.field("field-person-phone").fill("07700 900222");
    await amara.expectChip("state-waiting");
    await mateo.expectChip("state-waiting");
    await check("changes waiting");
    relay.serveNewerVersion();
    await relay.start();
    await expect(page.getByRole("region", { name: amara.message("conflict-title") })).toBeVisible({ timeout: 60_000 });
    await check("a conflict");
    await amara.go("today");
    await expect(amara.heading("today-decide")).toBeVisible();
    await check("Today with something to decide");
    await amara.go("me");
    await amara.button("device-check").click();
    await expect(amara.button("update-take")).toBeVisible({ timeout: 30_000 });
    await check("an update");

    const second = await amara.device.newTab("/");
    await second.emulateMedia({ colorScheme });
    await expect(second.getByRole("heading", { name: amara.message("elsewhere-title") })).toBeVisible();
    await expectAccessible(second, "a second tab");
  });
}
