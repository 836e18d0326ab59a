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

// On a busy machine the note sometimes stays at “Opening the note…” here. The cause is not found yet.
test.fixme("the first tab takes its turn back, with what the second one wrote", async ({ relay, device }) => {
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
  await person.append(person.body, " Then in the second.");
  await person.device.use(first);
  await person.button("elsewhere-use-here").click();
  await person.unlock();
  await person.expectText(person.body, "Typed in the first tab, up to the last letter. Then in the second.");
});
