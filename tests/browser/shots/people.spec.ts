// The people of a family of three generations, at four sizes, light and dark.
import type { Person } from "../actors/person.ts";
import { lucia } from "../actors/person.ts";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";
import { shoot } from "./camera.ts";

interface Somebody {
  name: string;
  sign?: string;
  born?: string;
  died?: string;
  role?: string;
  home?: boolean;
  alert?: string;
  work?: string;
  ties?: [string, string][];
}

/** Somebody in the list, by their own name. */
const inList = (person: Person, name: string) =>
  person.page.locator(".people-list a.person").filter({ has: person.page.locator(".t", { hasText: name }) });

const family: Somebody[] = [
  { name: "Daniel Ortega", sign: "man", born: "1989-05-02", role: "family", alert: "No contact", ties: [["is separated", "Elena Ruiz"]] },
  { name: "Mateo Ruiz", sign: "man", born: "2020-02-11", role: "household", home: true, work: "Year 1, Alder Primary", ties: [["has parent", "Elena Ruiz"], ["has parent", "Daniel Ortega"]] },
  { name: "Sol Ruiz", sign: "woman", born: "2024-03-01", role: "household", home: true, ties: [["has parent", "Elena Ruiz"], ["has parent", "Daniel Ortega"]] },
  { name: "Ernesto Ruiz", sign: "man", born: "1955-01-01", died: "2019-06-01", role: "family", ties: [["is parent", "Elena Ruiz"]] },
  { name: "Rosa Marín", sign: "woman", born: "1965-03-03", role: "family", ties: [["is parent", "Elena Ruiz"], ["is married", "Ernesto Ruiz"]] },
  { name: "Andrés Ruiz", sign: "man", born: "1997-07-07", role: "family", ties: [["has parent", "Rosa Marín"], ["has parent", "Ernesto Ruiz"]] },
  { name: "Alex Ruiz", sign: "another", born: "1997-07-07", role: "family", ties: [["has parent", "Rosa Marín"], ["has parent", "Ernesto Ruiz"]] },
  { name: "Marta Sanz", sign: "woman", born: "1991-02-02", role: "family", ties: [["is divorced", "Daniel Ortega"]] },
  { name: "Nico Ortega", sign: "man", born: "2014-04-04", role: "family", ties: [["has parent", "Daniel Ortega"], ["has parent", "Marta Sanz"]] },
  { name: "Grace Mbeki", role: "collateral", work: "Class teacher, Alder Primary" },
  { name: "Inês Duarte", role: "professional", work: "Health visitor" },
];

async function add(person: Person, somebody: Somebody): Promise<void> {
  await person.goToCase(client, "people");
  await person.addPerson(somebody.name);
  if (somebody.sign) await person.field("field-person-sign").selectOption(somebody.sign);
  if (somebody.born) await person.field("field-person-birth-date").fill(somebody.born);
  if (somebody.died) await person.field("field-person-died").fill(somebody.died);
  if (somebody.alert) await person.field("field-person-alert").fill(somebody.alert);
  if (somebody.work) await person.field("field-person-occupation").fill(somebody.work);
  if (somebody.role) await person.field("field-person-role").selectOption(somebody.role);
  if (somebody.home) await person.field("field-person-lives-here").check();
  for (const [word, other] of somebody.ties ?? []) await person.relate(word, other);
}

async function bond(person: Person, page: string, row: RegExp, word: string): Promise<void> {
  await person.goToCase(client, "people");
  await inList(person, page).click();
  const piece = person.page.locator(".piece").filter({ hasText: row }).first();
  await piece.getByRole("button").first().click();
  await person.field("field-relationship-bond", piece).selectOption(word);
}

for (const [who, language] of [[undefined, "en"], [lucia, "es"]] as const) {
  test(`people of three generations, ${language}`, async ({ relay, device }) => {
    const person = await founder(relay, device, who, language === "es" ? { locale: "es-ES" } : undefined);
    await person.openCase(client, { phone: "07700 900123", safeContact: "Never leave a voicemail. Text “delivery” first.", worry: "The flat goes on 31 December." });
    await person.edit("home");
    await person.field("field-person-preferred-name").fill("Elena Ruiz");
    await person.field("field-person-birth-date").fill("1992-04-04");
    await person.goToCase(client, "people");
    await shoot(person.page, "30-people-alone", language);
    await person.page.locator(".people-list a.person").first().click();
    await person.edit("person-who");
    await person.field("field-person-sign").selectOption("woman");
    for (const somebody of family) await add(person, somebody);
    await bond(person, "Daniel Ortega", /Elena/, "conflicted");
    await bond(person, "Rosa Marín", /Elena/, "close");
    await person.goToCase(client, "people");
    await expect(person.page.locator(".genogram .relative")).toHaveCount(10);
    await shoot(person.page, "31-people", language);
    await inList(person, "Rosa").click();
    await person.edit("person-reach");
    await person.field("field-person-phone").fill("07700 900444");
    await person.field("field-person-safe-contact").fill("After 18:00. Do not say which office you ring from.");
    await shoot(person.page, "32-person", language);
    await person.goToCase(client, "summary");
    await shoot(person.page, "33-summary", language);
  });
}
