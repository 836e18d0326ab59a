// Beginning: a workspace behind the relay's one-time link, or on one device alone.
import { amara, lucia, Person } from "../actors/person.ts";
import { founder } from "../actors/team.ts";
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
  await expect(person.field("newcomer-passphrase")).toHaveAccessibleDescription(new RegExp(String(person.say("passphrase-needed"))));
  await person.field("newcomer-passphrase").fill(amara.passphrase);
  await person.button("continue").click();
  await person.button("kit-done").click();
  await expect(person.page.getByRole("alert")).toHaveText(person.say("kit-confirm-needed"));
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

test("everything up to the first note is there in Spanish", async ({ relay, device }) => {
  const person = await founder(relay, device, lucia, { locale: "es-ES" });
  await expect(person.page.locator("html")).toHaveAttribute("lang", "es");
  await person.openCase("Familia Ruiz", { worry: "Mateo falta a la escuela desde hace dos semanas." });
  await person.goToCase("Familia Ruiz", "notes");
  await person.beginNote();
  await person.type("Elena dice que las noches son más tranquilas.");
  await person.expectChip("state-shared");
});
