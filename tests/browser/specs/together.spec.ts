// Two people in one note: at the same time, and apart for hours.
import { client, oneNote, teamOfTwo } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

test("both write at once; the text merges live and nobody's cursor moves", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "Middle.");
  await amara.body.focus();
  await amara.page.keyboard.press("Control+Home");
  await mateo.body.focus();
  await mateo.page.keyboard.press("Control+End");
  await Promise.all([amara.type("Amara was here first. ", 25), mateo.type(" Mateo came after her.", 25)]);
  const both = "Amara was here first. Middle. Mateo came after her.";
  await amara.expectText(amara.body, both);
  await mateo.expectText(mateo.body, both);
  expect(await amara.cursor(amara.body)).toBe("Amara was here first. ".length);
  expect(await mateo.cursor(mateo.body)).toBe(both.length);
});

test("a selection stays on the words it was on while a colleague writes before it", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "The appeal is due on Friday.");
  await mateo.body.evaluate((area: HTMLTextAreaElement) => {
    area.focus();
    const at = area.value.indexOf("Friday");
    area.setSelectionRange(at, at + "Friday".length);
  });
  await amara.prepend(amara.body, "From the court: ");
  await mateo.expectText(mateo.body, "From the court: The appeal is due on Friday.");
  const selected = await mateo.body.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
  expect(selected).toBe("Friday");
  await mateo.type("Monday");
  await amara.expectText(amara.body, "From the court: The appeal is due on Monday.");
});

test("undo takes back my own words, also after a colleague has written", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "Shared.");
  await amara.append(amara.body, " Mine.");
  await mateo.expectText(mateo.body, "Shared. Mine.");
  await mateo.prepend(mateo.body, "Theirs. ");
  await amara.expectText(amara.body, "Theirs. Shared. Mine.");
  await amara.body.focus();
  await amara.page.keyboard.press("Control+z");
  await amara.expectText(amara.body, "Theirs. Shared.");
  await mateo.expectText(mateo.body, "Theirs. Shared.");
  await amara.page.keyboard.press("Control+Shift+z");
  await amara.expectText(amara.body, "Theirs. Shared. Mine.");
});

test("one sees the other's name where they write", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "Shared.");
  await amara.append(amara.body, " More.");
  const section = mateo.page.locator(".prose", { has: mateo.body });
  await expect(section.getByRole("status")).toContainText("Amara");
  await expect(mateo.page.getByRole("img", { name: new RegExp(amara.who.name) })).toBeVisible();
});

test("a composition of an input method is not torn apart by a colleague's words", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "Start. ");
  await mateo.body.focus();
  await mateo.page.keyboard.press("Control+End");
  const session = await mateo.page.context().newCDPSession(mateo.page);
  await session.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 });
  await amara.prepend(amara.body, "Before. ");
  await amara.expectChip("state-shared");
  await session.send("Input.imeSetComposition", { text: "にほん", selectionStart: 3, selectionEnd: 3 });
  await session.send("Input.insertText", { text: "日本" });
  await mateo.expectText(mateo.body, "Before. Start. 日本");
  await amara.expectText(amara.body, "Before. Start. 日本");
});

test("both write without signal, both batteries die, and both texts are there on both", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "Monday.");
  await amara.readyForOffline();
  await mateo.readyForOffline();
  await relay.stop();
  await amara.device.goOffline();
  await mateo.device.goOffline();
  await amara.prepend(amara.body, "Amara, on the visit. ");
  await mateo.append(mateo.body, " Mateo, on the bus.");
  await amara.expectChip("state-waiting");
  await mateo.expectChip("state-waiting");
  await Promise.all([amara.device.kill(), mateo.device.kill()]);
  // Still without signal: a cold start, unlock, and the own words are there.
  for (const person of [amara, mateo]) {
    await person.device.start();
    await person.device.goto("/");
    await person.unlock();
    await person.goToCase(client, "notes");
    await person.openNote("Monday.");
  }
  await amara.expectText(amara.body, "Amara, on the visit. Monday.");
  await mateo.expectText(mateo.body, "Monday. Mateo, on the bus.");
  await amara.device.goOnline();
  await mateo.device.goOnline();
  await relay.start();
  const both = "Amara, on the visit. Monday. Mateo, on the bus.";
  await amara.expectText(amara.body, both, 60_000);
  await mateo.expectText(mateo.body, both, 60_000);
  await amara.expectChip("state-shared");
  await mateo.expectChip("state-shared");
});
