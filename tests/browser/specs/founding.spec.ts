// Beginning: a workspace behind the relay's one-time link, or on one device alone.
import { amara, lucia, mateo, Person } from "../actors/person.ts";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

test("the set-up link leads to a workspace, a recovery kit on paper, and Today", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await expect(person.page).toHaveURL(`${relay.origin}/`);
  await expect(person.page.getByRole("heading", { level: 1 })).toContainText("Amara");
  await expect(person.button("case-new").or(person.link("case-new")).first()).toBeVisible();
});

test("nothing is made before the passphrase is good enough and the kit is on paper", async ({ relay, device }) => {
  const person = new Person(await device("tablet"), { ...amara, passphrase: "short" });
  await person.device.goto(relay.setupLink);
  await person.field("setup-workspace").fill("Harbour Family Services");
  await person.field("newcomer-name").fill(person.who.name);
  await person.field("newcomer-passphrase").fill("short");
  await person.button("continue").click();
  await expect(person.field("newcomer-passphrase")).toBeFocused();
  await expect(person.field("newcomer-passphrase")).toHaveAccessibleDescription(new RegExp(String(person.message("passphrase-needed"))));
  await person.field("newcomer-passphrase").fill(amara.passphrase);
  await person.button("continue").click();
  await person.button("kit-done").click();
  await expect(person.page.getByRole("alert")).toHaveText(person.message("kit-confirm-needed"));
  await person.page.reload();
  await expect(person.field("setup-workspace")).toBeVisible();
});

test("a set-up link works once", async ({ relay, device }) => {
  const link = relay.setupLink;
  await founder(relay, device);
  const late = new Person(await device("late"), { ...amara, name: "Late Comer" });
  await late.found("Another one", link);
  await late.expectChip("state-attention");
});

test("Doorstep can be tried on this device alone, and says so", async ({ device }) => {
  const person = new Person(await device("tablet"), amara);
  await person.found("Just me");
  await person.openCase("Ana Torres");
  await person.goToCase("Ana Torres", "notes");
  await person.beginNote();
  await person.type("First visit, nobody at home.");
  await person.expectChip("state-saved-here");
});

test("what was written alone reaches the team once the device is connected to a relay", async ({ relay, device }) => {
  const person = new Person(await device("amara"), amara);
  await person.found("Harbour Family Services");
  await person.openCase(client, { phone: "07700 900123" });
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Written before there was a relay.");
  await person.expectChip("state-saved-here");
  // The relay's link, opened where there is a workspace already, leads to where it can be connected.
  await person.device.goto(relay.setupLink);
  await person.unlock();
  await expect(person.field("relay-link")).toHaveValue(relay.setupLink);
  await person.button("relay-connect").click();
  await expect(person.page.getByText(person.message("relay-state-online"))).toBeVisible({ timeout: 30_000 });
  await person.expectChip("state-shared");
  await person.goToCase(client, "notes");
  const link = await person.invite(mateo.name);
  // Everything is with the relay: the colleague needs nobody else.
  await person.device.kill();
  const other = new Person(await device("mateo"), mateo);
  await other.join(link);
  await other.expectCase(client);
  await other.goToCase(client, "notes");
  await other.openNote("Written before there was a relay.");
  await other.append(other.body, " And answered.");
  await other.expectChip("state-shared");
  await other.goToCase(client, "summary");
  await other.edit("home");
  await expect(other.field("field-person-phone")).toHaveValue("07700 900123");
});

test("a set-up link that was used already connects nothing, and says so", async ({ relay, device }) => {
  const link = relay.setupLink;
  await founder(relay, device);
  const late = new Person(await device("late"), { ...amara, name: "Late Comer" });
  await late.found("Just me");
  await late.go("me");
  await late.field("relay-link").fill("not a link");
  await late.button("relay-connect").click();
  await expect(late.field("relay-link")).toHaveAccessibleDescription(new RegExp(String(late.message("relay-link-wrong"))));
  await late.field("relay-link").fill(link);
  await late.button("relay-connect").click();
  await late.expectChip("state-attention");
  await late.chip.click();
  await expect(late.page.getByRole("dialog")).toContainText(late.message("problem-refused"));
});

test("everything up to the first note is there in Spanish", async ({ relay, device }) => {
  const person = await founder(relay, device, lucia, { locale: "es-ES" });
  await expect(person.page.locator("html")).toHaveAttribute("lang", "es");
  await person.openCase("Familia Ruiz", { worry: "Mateo falta a la escuela desde hace dos semanas." });
  await person.goToCase("Familia Ruiz", "notes");
  await person.beginNote();
  await person.type("Elena dice que las noches son más tranquilas.");
  await person.expectChip("state-shared");
});
