// "Back", as a phone has it: it closes what is open over a screen before it leaves the screen.
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

test("back closes a dialog and leaves the screen where it is; closed otherwise, it costs no step", async ({ relay, device }) => {
  const person = await founder(relay, device, undefined, { width: 390, height: 844, touch: true });
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Written on a phone.");
  const note = person.page.url();
  const queue = person.page.getByRole("dialog", { name: person.message("queue-title") });

  await person.chip.click();
  await expect(queue).toBeVisible();
  await person.page.goBack();
  await expect(queue).toBeHidden();
  expect(person.page.url()).toBe(note);
  await person.expectText(person.body, "Written on a phone.");

  for (const close of [() => person.button("close", queue).click(), () => person.page.keyboard.press("Escape")]) {
    await person.chip.click();
    await expect(queue).toBeVisible();
    const gone = person.page.evaluate(() => new Promise((done) => addEventListener("popstate", done, { once: true })).then(() => {}));
    await close();
    await expect(queue).toBeHidden();
    await gone;
  }
  await person.page.goBack();
  await expect(person.body).toBeHidden();
  expect(person.page.url()).not.toBe(note);
});

test("a screen that is gone to from a dialog takes the dialog's place on the way back", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.go("me");
  const me = person.page.url();
  await person.button("about-licences").click();
  const dialog = person.page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  // What lies behind is out of reach for a finger; a link in a dialog, or a shortcut, is not.
  await person.link("nav-cases").first().dispatchEvent("click");
  await expect(person.page).toHaveURL(/\/cases/);
  await expect(dialog).toBeHidden();
  await person.page.goBack();
  await expect(person.page).toHaveURL(me);
  await expect(person.heading("me-about")).toBeVisible();
});
