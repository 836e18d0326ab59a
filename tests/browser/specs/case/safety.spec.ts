// Safety: flags that stay until somebody writes why, the risk with its reasons, hazards before the bell, the safety plan.
import { expectAccessible } from "../../actors/axe.ts";
import { lucia, type Person } from "../../actors/person.ts";
import { client, founder, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

const bar = (person: Person) => person.page.locator(".identity .alerts");

/** From anywhere in a case, one tap. */
async function openPlan(person: Person): Promise<void> {
  await person.link("noun-safety-plan").first().click();
  await expect(person.page).toHaveURL(/\/safety/);
}

/** Writes in a step of the plan that is open. */
async function write(person: Person, step: string, text: string): Promise<void> {
  const edit = person.page.locator(`#step-${step}-edit`);
  if ((await edit.getAttribute("aria-expanded")) === "false") await edit.click();
  await expect(person.prose(`field-safety-plan-${step}`)).toBeFocused();
  await person.type(text);
}

/** Writes a number that every case of the workspace shows. */
async function addNumber(person: Person, number: string, name: string, emergency: boolean): Promise<void> {
  const edit = person.page.locator("#numbers-edit");
  await edit.click();
  await person.button("number-add").first().click();
  await expect(person.field("field-crisis-contact-name").last()).toBeFocused();
  await person.type(name);
  await person.field("field-crisis-contact-phone").last().fill(number);
  if (emergency) await person.field("field-crisis-contact-emergency").last().check();
  await edit.click();
  await expect(person.page.locator(".number", { hasText: number })).toBeVisible();
}

test("a flag is in sight on a colleague’s device, ends only with a reason, and can be taken back", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await mateo.goToCase(client, "summary");
  await amara.goToCase(client, "summary");
  await amara.button("flag-new").click();
  await expect(amara.field("field-flag-what")).toBeFocused();
  await amara.field("field-flag-what").selectOption("stalking");
  await amara.field("field-flag-words").fill("has a key to the flat");
  await amara.prose("field-flag-why").fill("Daniel waited outside the school on Thursday.");
  for (const person of [amara, mateo]) await expect(bar(person)).toContainText("Stalking · has a key to the flat", { timeout: 20_000 });
  // Who, why and since when, on the other device.
  await mateo.edit("safety");
  await expect(mateo.page.locator("#safety")).toContainText("Daniel waited outside the school");
  await expect(mateo.page.locator("#safety")).toContainText("raised by Amara Okafor");
  await mateo.page.locator(".flag-end").click();
  const dialog = mateo.page.getByRole("dialog", { name: mateo.message("flag-end-title") });
  await mateo.button("flag-end", dialog).click();
  await expect(dialog).toContainText(mateo.message("flag-end-why-needed"));
  await expect(bar(mateo)).toContainText("Stalking");
  await mateo.field("field-flag-ended-why", dialog).fill("He gave the key back; the lock was changed.");
  await mateo.button("flag-end", dialog).click();
  for (const person of [amara, mateo]) await expect(bar(person)).not.toContainText("Stalking", { timeout: 20_000 });
  // The reason stays to be read.
  await mateo.page.locator(".flags-ended > summary").click();
  await expect(mateo.page.locator(".flags-ended")).toContainText("He gave the key back");
  await mateo.button("undo", mateo.page.locator(".just-done")).click();
  for (const person of [amara, mateo]) await expect(bar(person)).toContainText("Stalking", { timeout: 20_000 });
});

test("the newest risk level stands in the bar with its reasons beside it, and the others are kept", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client);
  await amara.button("risk-new").click();
  await amara.field("field-risk-level").selectOption("medium");
  await amara.field("field-risk-day").fill("2026-03-02");
  await amara.button("risk-new").click();
  await amara.field("field-risk-level").first().selectOption("high");
  await amara.prose("field-risk-why").first().fill("Daniel broke the order\nHe knows the school");
  await expect(bar(amara)).toHaveText("High risk");
  await amara.page.locator("#safety-edit").click();
  const safety = amara.page.locator("#safety");
  await expect(safety.locator(".level")).toContainText("High risk");
  await expect(safety.locator(".bullets li")).toHaveText(["Daniel broke the order", "He knows the school"]);
  await amara.edit("safety");
  await safety.locator("details > summary", { hasText: "1 level before" }).click();
  await expect(safety).toContainText("Medium risk");
});

test("a safety plan is written step by step, read again after a reload, and shown and printed in the client’s language", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client, { safeContact: "Never leave a voicemail" });
  await openPlan(amara);
  await addNumber(amara, "112", "Emergency", true);
  await amara.page.locator("#plan-begin").click();
  await write(amara, "notice", "I stop answering Rosa.");
  await write(amara, "myself", "Shower, radio on loud.");
  await amara.page.locator("#step-ask-edit").click();
  await amara.button("contact-add").click();
  await expect(amara.field("field-crisis-contact-name")).toBeFocused();
  await amara.type("Rosa, my mother");
  await amara.field("field-crisis-contact-phone").fill("07700 900 444");
  await amara.field("field-crisis-contact-hours").fill("Day or night");
  await amara.page.locator("#plan-facts-edit").click();
  await amara.field("field-safety-plan-language").selectOption("es");
  await amara.expectChip("state-shared");
  await amara.page.reload();
  await amara.unlock();
  const steps = amara.page.locator(".plan-step");
  await expect(steps).toHaveCount(6);
  await expect(steps.nth(0)).toContainText("I stop answering Rosa.");
  await expect(amara.page.locator(".safety-plan .warn")).toContainText("Never leave a voicemail");
  await expect(amara.page.locator(".number")).toHaveAttribute("href", "tel:112");
  await expect(amara.page.getByRole("link", { name: "Call Rosa, my mother" })).toHaveAttribute("href", "tel:07700900444");
  // For the client: this plan and nothing else, in Spanish.
  await amara.button("safety-show-name", amara.page.locator(".safety-tools")).click();
  const shown = amara.page.locator("dialog .for-client");
  await expect(shown.getByRole("heading", { level: 1 })).toContainText("Plan de seguridad");
  await expect(shown).toContainText("Cómo noto que empieza");
  await expect(shown).toContainText("I stop answering Rosa.");
  await expect(shown).not.toContainText("Profesionales");
  await amara.closeDialog();
  await amara.page.emulateMedia({ media: "print" });
  await amara.page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const paper = amara.page.locator(".plan-paper");
  await expect(paper).toContainText("Qué puedo hacer por mi cuenta");
  await expect(paper).toContainText("Rosa, my mother");
  await expect(amara.page.locator(".safety-split")).toBeHidden();
  await expect(amara.navigation).toBeHidden();
  await amara.page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await amara.page.emulateMedia({ media: "screen" });
  // What I did: a note of the crisis.
  await amara.button("safety-what-i-did").click();
  await amara.showNoteFacts();
  await expect(amara.field("field-note-kind")).toHaveValue("crisis");
});

test("two people write in the same step at once, and both sentences stay", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "summary");
  await openPlan(amara);
  await amara.page.locator("#plan-begin").click();
  await write(amara, "safer", "New lock.");
  await mateo.goToCase(client, "summary");
  await openPlan(mateo);
  await expect(mateo.page.locator("#step-safer")).toContainText("New lock.", { timeout: 20_000 });
  await relay.stop();
  await amara.append(amara.prose("field-safety-plan-safer"), " Chain on.");
  await mateo.page.locator("#step-safer-edit").click();
  await mateo.prepend(mateo.prose("field-safety-plan-safer"), "Bag by the door. ");
  await mateo.expectChip("state-waiting");
  await relay.start();
  for (const person of [amara, mateo]) {
    await person.expectText(person.prose("field-safety-plan-safer"), "Bag by the door. New lock. Chain on.", 60_000);
  }
});

test("whom to ring is there although the disk lost what the documents say, and the plan comes back from what was shared", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client, { safeContact: "Never leave a voicemail" });
  await openPlan(amara);
  await addNumber(amara, "988", "Crisis line", false);
  await amara.page.locator("#plan-begin").click();
  await write(amara, "notice", "I stop answering Rosa.");
  await amara.page.locator("#step-ask-edit").click();
  await amara.button("contact-add").click();
  await amara.type("Rosa");
  await amara.field("field-crisis-contact-phone").fill("07700 900444");
  await amara.expectChip("state-shared");
  // What lists know is on the disk, too.
  await amara.go("today");
  await amara.goToCase(client, "summary");
  await expect(amara.page.locator("#safety")).toContainText("Safety plan, today");
  await relay.stop();
  await amara.page.reload();
  await expect(amara.lock).toBeVisible();
  await amara.page.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const database = await asked(indexedDB.open("doorstep"));
    for (const name of ["documents", "changes"]) {
      const store = database.transaction(name, "readwrite").objectStore(name);
      for (const key of await asked(store.getAllKeys())) await asked(store.put(new Uint8Array([1, 2, 3]), key));
    }
    database.close();
  });
  await amara.unlock();
  await openPlan(amara);
  await expect(amara.page.locator(".number")).toHaveAttribute("href", "tel:988");
  await expect(amara.page.getByRole("link", { name: "Call Rosa" })).toHaveAttribute("href", "tel:07700900444");
  await expect(amara.page.locator(".safety-plan .warn")).toContainText("Never leave a voicemail");
  await expect(amara.page.locator(".safety-plan")).toContainText("I stop answering Rosa.");
});

test("hazards of an address are read there, and before the bell is rung", async ({ relay, device }) => {
  const amara = await founder(relay, device, undefined, { width: 390, height: 844 });
  await amara.openCase(client);
  await amara.goToCase(client, "people");
  await amara.page.locator(".people-list a.person").first().click();
  await amara.button("hazard-add").click();
  await expect(amara.field("field-hazard-what")).toBeFocused();
  await amara.field("field-hazard-what").selectOption("dog");
  await amara.field("field-hazard-words").fill("ring first, she will hold it");
  await expect(amara.page.locator(".hazards")).toContainText("Dog · ring first, she will hold it");
  await amara.goToCase(client, "summary");
  await expect(amara.page.locator("#home .hazards")).toContainText("Dog · ring first");
  await amara.goToCase(client, "notes");
  await amara.beginNote();
  const before = amara.page.getByRole("region", { name: amara.message("hazards-before") });
  await amara.chooseNoteKind("home-visit");
  await expect(before).toContainText("Dog · ring first, she will hold it");
  await amara.chooseNoteKind("phone");
  await expect(before).toHaveCount(0);
  // One tap from a note, too.
  await openPlan(amara);
});

test("the safety plan speaks Spanish", async ({ relay, device }) => {
  const person = await founder(relay, device, lucia, { locale: "es-ES" });
  await person.openCase(client);
  await openPlan(person);
  await person.page.locator("#plan-begin").click();
  await expect(person.page.locator(".plan-step").first()).toContainText("Cómo noto que empieza");
  await expect(person.button("safety-what-i-did")).toBeVisible();
});

for (const [size, colorScheme] of [[{ width: 390, height: 844 }, "light"], [{ width: 820, height: 1180 }, "dark"], [{ width: 1440, height: 900 }, "light"]] as const) {
  test(`axe finds nothing in safety at ${size.width} px, ${colorScheme}`, async ({ relay, device }) => {
    const amara = await founder(relay, device, undefined, { ...size, colorScheme });
    await amara.openCase(client, { safeContact: "Never leave a voicemail" });
    await amara.button("risk-new").click();
    await amara.field("field-risk-level").selectOption("high");
    await amara.button("flag-new").click();
    await amara.field("field-flag-what").selectOption("suicide");
    await expectAccessible(amara.page, "safety edited in a summary");
    await amara.page.locator("#safety-edit").click();
    await expectAccessible(amara.page, "safety at a glance");
    await openPlan(amara);
    await expectAccessible(amara.page, "no plan yet");
    await amara.page.locator("#plan-begin").click();
    await amara.page.locator("#step-ask-edit").click();
    await amara.button("contact-add").click();
    await amara.type("Rosa");
    await amara.field("field-crisis-contact-phone").fill("07700 900444");
    await expectAccessible(amara.page, "a step edited");
    await amara.page.locator("#step-ask-edit").click();
    await addNumber(amara, "112", "Emergency", true);
    await expectAccessible(amara.page, "a safety plan");
    await amara.button("safety-show-name", amara.page.locator(".safety-tools")).click();
    await expectAccessible(amara.page, "a plan for its client");
  });
}
