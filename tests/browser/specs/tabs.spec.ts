// One tab works at a time; another one offers to go on there, and loses nothing by it.
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

test("a second tab offers “Use here” and takes over with the last letter typed in the first", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  const first = person.page;
  const address = first.url();
  const second = await person.device.newTab(address);
  await expect(second.getByRole("heading", { name: person.message("elsewhere-title") })).toBeVisible();
  await person.device.use(first);
  await person.type("Typed in the first tab, up to the last letter.");
  await person.device.use(second);
  await person.button("elsewhere-use-here").click();
  await person.unlock();
  await person.expectText(person.body, "Typed in the first tab, up to the last letter.");
  await person.append(person.body, " Then in the second.");
  await expect(first.getByRole("heading", { name: person.message("elsewhere-title") })).toBeVisible();
});

test("the first tab takes its turn back, with what the second one wrote", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Typed in the first tab, up to the last letter.");
  const first = person.page;
  const second = await person.device.newTab(first.url());
  await person.device.use(second);
  await person.button("elsewhere-use-here").click();
  await person.unlock();
  await person.append(person.body, " Then in");
  await person.expectChip("state-shared");
  // Lists have not followed these words yet when the turn ends: the next engine begins with work left over on this note.
  await person.append(person.body, " the second.");
  await person.device.use(first);
  await person.button("elsewhere-use-here").click();
  await person.unlock();
  await person.expectText(person.body, "Typed in the first tab, up to the last letter. Then in the second.");
});

test("a tab that waits goes on by itself when the other one is closed", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const first = person.page;
  await person.device.use(await person.device.newTab("/"));
  await expect(person.heading("elsewhere-title")).toBeVisible();
  await first.close();
  await person.unlock();
  await expect(person.navigation).toBeVisible();
});
