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
    await shoot(person.page, "42-case", language);
  });
}
