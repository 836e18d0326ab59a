// A case at a glance: with nothing but a name, and with all that a family brings.
import type { Person } from "../actors/person.ts";
import { lucia } from "../actors/person.ts";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";
import { shoot } from "./camera.ts";

/** A day so many days from now, as documents write it. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function note(person: Person, kind: string, text: string): Promise<void> {
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type(text);
  await person.chooseNoteKind(kind);
}

for (const [who, language] of [[undefined, "en"], [lucia, "es"]] as const) {
  test(`a case at a glance, ${language}`, async ({ relay, device }) => {
    test.setTimeout(300_000);
    const person = await founder(relay, device, who, language === "es" ? { locale: "es-ES" } : undefined);
    await person.openCase(client);
    await shoot(person.page, "40-case-begun", language);
    await person.edit("worry");
    await person.field("field-enquiry-worry").fill("I check the lock twice and still don’t sleep. I want a place where he can’t just come in.");
    await person.field("field-enquiry-source").fill("Elena");
    await person.field("field-enquiry-through").fill("the interpreter");
    await person.field("field-enquiry-could-happen").fill("Daniel finds the address; the children see it again. The flat goes on 31 December.");
    await person.field("field-enquiry-going-well").fill("Both children on time all month. Elena rings when she needs help. Rosa is close.");
    await person.edit("home");
    await person.field("field-person-preferred-name").fill("Elena Ruiz");
    await person.field("field-person-pronouns").fill("she/her");
    await person.field("field-person-birth-date").fill("1992-04-04");
    await person.field("field-person-safe-contact").fill("Never leave a voicemail. Text “delivery” first, wait for a reply.");
    await person.field("field-person-languages").fill("Spanish");
    await person.field("field-person-interpreter").check();
    await person.page.getByRole("checkbox", { name: person.message("field-person-address-hidden") }).check();
    await shoot(person.page, "41-case-edited", language);
    for (const [name, sign, born, pronouns, work] of [["Mateo Ruiz", "man", "2020-02-11", "he/him", "Year 1, Alder Primary"], ["Sol Ruiz", "woman", "2024-03-01", "she/her", ""]] as const) {
      await person.goToCase(client, "people");
      await person.addPerson(name);
      await person.field("field-person-sign").selectOption(sign);
      await person.field("field-person-birth-date").fill(born);
      await person.field("field-person-pronouns").fill(pronouns);
      if (work) await person.field("field-person-occupation").fill(work);
      await person.field("field-person-role").selectOption("household");
      await person.relate("has parent", "Elena Ruiz");
    }
    for (const [name, sign, at, word] of [["Rosa Marín", "woman", "often-there", "is parent"], ["Daniel Ortega", "man", "not-let-in", "is separated"]] as const) {
      await person.goToCase(client, "people");
      await person.addPerson(name);
      await person.field("field-person-sign").selectOption(sign);
      await person.field("field-person-at-home").selectOption(at);
      await person.field("field-person-role").selectOption("family");
      await person.relate(word, "Elena Ruiz");
    }
    await note(person, "home-visit", "Two viewings lined up. Mateo talked about the new school for the first time.");
    await note(person, "crisis", "Police told, collection moved to the side gate, risk raised to high.");
    await note(person, "phone", "Papers must be there by Wednesday noon; email counts.");
    await person.goToCase(client, "tasks");
    for (const what of ["Post the housing appeal", "Sol’s health check"]) {
      await person.field("task-new").fill(what);
      await person.button("task-add").click();
    }
    await person.page.locator("a[href*='/tasks/']").filter({ hasText: "Post the" }).click();
    await person.field("field-task-due").fill(day(1));
    await person.goToCase(client, "summary");
    await expect(person.page.locator("#contacts")).toContainText("Papers must be there");
    await person.button("risk-new").click();
    await person.field("field-risk-level").selectOption("high");
    await person.field("field-risk-review").fill(day(3));
    await person.prose("field-risk-why").fill("Daniel broke the no-contact order\nHe does not know this address, but knows the school");
    for (const [kind, words] of [["domestic-abuse", ""], ["stalking", "waits at the school"]] as const) {
      await person.button("flag-new").click();
      await person.field("field-flag-what").first().selectOption(kind);
      if (words) await person.field("field-flag-words").first().fill(words);
    }
    await person.prose("field-flag-why").first().fill("Seen by Grace Mbeki on Thursday.");
    await shoot(person.page, "43-safety-edited", language);
    await person.page.locator("#safety-edit").click();
    await person.expectChip("state-shared");
    await person.page.locator(".pane.case-body").evaluate((pane) => pane.scrollTo(0, 0));
    await shoot(person.page, "42-case", language);
    await person.link("noun-safety-plan").first().click();
    await shoot(person.page, "44-safety-begun", language);
    await person.page.locator("#numbers-edit").click();
    for (const [name, number, hours, emergency] of [["911", "911", "", true], ["988", "988", language === "en" ? "2 for Spanish" : "2 para español", false]] as const) {
      await person.button("number-add").first().click();
      await person.field("field-crisis-contact-name").last().fill(name);
      await person.field("field-crisis-contact-phone").last().fill(number);
      if (hours) await person.field("field-crisis-contact-hours").last().fill(hours);
      if (emergency) await person.field("field-crisis-contact-emergency").last().check();
    }
    await person.page.locator("#numbers-edit").click();
    await person.page.locator("#plan-begin").click();
    for (const [step, text] of [
      ["notice", "“I stop answering Rosa. I check the lock again and again.”"],
      ["myself", "“Shower, radio on loud. Sit on Mateo’s bed until I breathe slower.”"],
      ["distract", "The library on Quay Street. Church kitchen, Saturdays."],
      ["safer", "New lock, chain on. Painkillers at Rosa’s, one strip at home. Bag packed by the door."],
    ] as const) {
      await person.page.locator(`#step-${step}-edit`).click();
      await person.prose(`field-safety-plan-${step}`).fill(text);
      await person.page.locator(`#step-${step}-edit`).click();
    }
    for (const [step, name, number, hours] of [
      ["ask", "Rosa, my mother", "07700 900444", "Day or night; voicemail is fine"],
      ["ask", "Andrés, my brother", "07700 900445", "After 16:00"],
      ["professionals", "Duty line, East team", "020 7946 0100", "Nights and weekends"],
    ] as const) {
      await person.page.locator(`#step-${step}-edit`).click();
      await person.button("contact-add").click();
      await person.field("field-crisis-contact-name").last().fill(name);
      await person.field("field-crisis-contact-phone").last().fill(number);
      await person.field("field-crisis-contact-hours").last().fill(hours);
      await person.page.locator(`#step-${step}-edit`).click();
    }
    await person.expectChip("state-shared");
    await person.page.locator(".pane.case-body").evaluate((pane) => pane.scrollTo(0, 0));
    await shoot(person.page, "45-safety-plan", language);
    await person.button("safety-show-name", person.page.locator(".safety-tools")).click();
    await shoot(person.page, "46-safety-for-client", language);
    await person.closeDialog();
    await person.goToCase(client, "people");
    await person.page.locator(".people-list a.person").first().click();
    await person.button("hazard-add").click();
    await person.field("field-hazard-what").selectOption("dog");
    await person.field("field-hazard-words").fill("ring first, she will hold it");
    await person.goToCase(client, "notes");
    await person.beginNote();
    await person.chooseNoteKind("home-visit");
    await shoot(person.page, "47-before-visit", language);
  });
}
