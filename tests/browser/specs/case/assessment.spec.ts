// Assessments: asked by keyboard alone, alerts before numbers, scores from paper, published words, two who ask apart.
import type { Locator } from "@playwright/test";
import { expectAccessible } from "../../actors/axe.ts";
import { lucia, type Person } from "../../actors/person.ts";
import { client, founder, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

const title = (person: Person): Locator => person.page.locator("#ask-title");
const words = (person: Person): Locator => person.page.locator(".question-words");
const alert = (person: Person): Locator => person.page.locator("section.alert");
const big = (person: Person): Locator => person.page.locator(".score-big strong");

/** Answers each question that comes with the key for it: `3 3 1`. Enter goes on. */
async function answerByKeys(person: Person, keys: string): Promise<void> {
  for (const [at, key] of keys.split(" ").entries()) {
    const question = await words(person).textContent();
    await person.page.keyboard.press(key);
    await expect(person.page.locator(".answer.on"), `question ${at + 1}`).toHaveCount(1);
    await person.page.keyboard.press("Enter");
    await expect(words(person).filter({ hasText: question ?? "" })).toHaveCount(0);
  }
}

/** A made-up form with the codes of the PHQ-9; whoever may use the published one loads that. */
function form(language: string, word: string): string {
  const codes = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"];
  const options = [0, 1, 2, 3].map((value) => ({
    extension: [{ url: "http://hl7.org/fhir/StructureDefinition/ordinalValue", valueDecimal: value }],
    valueCoding: { system: "http://loinc.org", code: `LA65${68 + value}-x`, display: `${word} option ${value}` },
  }));
  const item = codes.map((code, at) => ({
    linkId: `/${code}`, type: "choice", text: `${word} question ${at + 1} <b>bold</b>`, code: [{ system: "http://loinc.org", code }], answerOption: options,
  }));
  return JSON.stringify({
    resourceType: "Questionnaire", title: `${word} form`, language, version: "3.1", copyright: "Nobody's, for tests",
    code: [{ system: "http://loinc.org", code: "44249-1" }], item,
  });
}

async function load(person: Person, text: string): Promise<void> {
  await person.button("wording-load").click();
  await person.field("load-paste").fill(text);
  await person.button("load-keep").click();
  await expect(person.page.locator("dialog[open]")).toHaveCount(0);
}

for (const [size, touch] of [[{ width: 1180, height: 820 }, false], [{ width: 390, height: 844 }, true]] as const) {
  test(`nine questions by keyboard alone, an alert with its steps, the next instrument, and why the alert can go, at ${size.width} px`, async ({ relay, device }) => {
    const person = await founder(relay, device, undefined, { ...size, touch });
    const { page } = person;
    await person.openCase(client);
    await person.goToCase(client, "assessments");
    await expectAccessible(page, "assessments, empty");
    await page.locator("#start-phq-9").focus();
    await page.keyboard.press("Enter");
    await expect(title(person)).toContainText("PHQ-9");
    await expect(page.locator(".question")).toContainText(person.message("ask-from-paper") as string);
    const box = await page.locator(".answer").first().boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(64);
    await expectAccessible(page, "question");
    const first = await page.locator(".answer").last().boundingBox();
    await answerByKeys(person, "2 3 2");
    const later = await page.locator(".answer").last().boundingBox();
    expect(later, "the answers stay where they are").toEqual(first);
    // Back, another answer, and a skip, which is recorded.
    await page.keyboard.press("Backspace");
    await expect(page.locator(".answer.on")).toHaveCount(1);
    await person.button("ask-skip").click();
    await answerByKeys(person, "2");
    // What was answered outlives a reload, and it goes on there.
    const next = await words(person).textContent();
    await person.device.goto(page.url());
    await person.unlock();
    await expect(words(person)).toHaveText(next ?? "");
    await answerByKeys(person, "2 2 2 2 3 1");
    // Alerts come before numbers.
    await expect(alert(person)).toContainText("PHQ-9");
    await expect(page.locator("section.alert ~ .section .score, section.alert ~ section .score")).toBeVisible();
    await expect(big(person)).toHaveText("11");
    await expect(page.locator(".score")).toContainText("10");
    await expect(page.locator(".score")).toContainText(/mean/);
    await expectAccessible(page, "result with an alert");
    await page.locator("#all-answers").click();
    await expect(page.locator("#all-answers-2")).toContainText(person.message("answer-skipped") as string);
    await page.locator("#alert-ask-more").focus();
    await page.keyboard.press("Enter");
    await expect(title(person)).toContainText("C-SSRS");
    // No to both: straight to the sixth.
    await answerByKeys(person, "1 2 2");
    await expect(big(person)).toHaveText(/Low/);
    await expect(alert(person)).toContainText("C-SSRS");
    await person.goToCase(client, "summary");
    await expect(page.locator(".identity a.chip.brick", { hasText: "Alert" })).toHaveCount(2);
    // The case's flag is up for everybody in it, once for both instruments.
    await expect(page.locator(".identity .alerts", { hasText: person.message("flag-kind-suicide") as string })).toHaveCount(1);
    await expect(page.locator(".alert-link")).toHaveCount(2);
    await page.locator(".alert-link", { hasText: "PHQ-9" }).click();
    await expect(alert(person)).toContainText(/C-SSRS: Low/);
    await expect(person.link("alert-open", alert(person))).toBeVisible();
    await person.field("field-assessment-told", alert(person)).selectOption({ label: person.message("you") as string });
    await expect(alert(person)).toContainText(/Told: you/);
    // It goes only with a reason, and comes back without one.
    await person.button("alert-let-go").click();
    await expect(person.field("alert-why")).toBeFocused();
    await person.type("Safety plan gone over together; Ruth rings tomorrow.");
    await person.expectChip("state-shared");
    await person.device.goto(page.url());
    await person.unlock();
    await expect(person.field("alert-why")).toHaveValue("Safety plan gone over together; Ruth rings tomorrow.");
    await person.button("alert-end").click();
    await expect(alert(person)).toHaveCount(0);
    await expect(person.field("field-assessment-alert-ended")).toHaveValue("Safety plan gone over together; Ruth rings tomorrow.");
    await person.field("field-assessment-alert-ended").fill("");
    await expect(alert(person)).toBeVisible();
  });
}

test("scores from paper are drawn over time, and one that cannot be is kept and said", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase(client);
  for (const [day, total] of [["2026-09-14T10:00", "19"], ["2026-10-12T10:00", "17"], ["2026-10-27T10:00", "31"]] as const) {
    await person.goToCase(client, "assessments");
    await person.button("assessment-from-paper").click();
    await person.field("field-assessment-instrument").selectOption("phq-9");
    await person.field("field-assessment-at").fill(day);
    await person.field("field-assessment-total").fill(total);
    await page.keyboard.press("Tab");
  }
  await expect(page.getByText(person.message("assessment-beyond"))).toBeVisible();
  await expect(person.field("field-assessment-total")).toHaveValue("31");
  await person.field("field-assessment-total").fill("12");
  await page.keyboard.press("Tab");
  await expect(page.getByText(person.message("assessment-beyond"))).toHaveCount(0);
  await expect(page.locator(".chart:visible .v")).toHaveText(["19", "17", "12"]);
  await expect(page.locator(".score-head")).toContainText("5 points down");
  await page.getByText(person.message("chart-table")).click();
  await expect(page.locator(".chart-table tbody tr")).toHaveCount(3);
  await expectAccessible(page, "scores with their table");
  // One that no list knows, by its name and total alone.
  await person.goToCase(client, "assessments");
  await person.button("assessment-from-paper").click();
  await person.field("field-assessment-name").fill("CANS");
  await person.field("field-assessment-total").fill("21");
  await page.keyboard.press("Tab");
  await expect(big(person)).toHaveText("21");
});

test("published words are pasted, shown in the client's language and the worker's, and are there without signal", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { page } = person;
  await person.openCase(client);
  await person.edit("home");
  await person.field("field-person-languages").fill("Spanish");
  await person.goToCase(client, "assessments");
  await person.button("wording-load").click();
  await person.field("load-paste").fill("<Questionnaire/>");
  await expect(page.locator("dialog[open]")).toContainText(person.message("load-not-json") as string);
  await person.field("load-paste").fill(JSON.stringify({ resourceType: "Patient" }));
  await expect(page.locator("dialog[open]")).toContainText(person.message("load-no-questionnaire") as string);
  await person.field("load-paste").fill(form("es", "Prueba"));
  const dialog = page.locator("dialog[open]");
  for (const said of ["PHQ-9", "Prueba form", "3.1", "Nobody's, for tests"]) await expect(dialog).toContainText(said);
  await expect(person.field("load-language")).toHaveValue("es");
  await expectAccessible(page, "loading words");
  await person.button("load-keep").click();
  await load(person, form("en", "Sample"));
  await person.expectChip("state-shared");
  await person.readyForOffline();
  await person.device.goOffline();
  await person.device.goto(page.url());
  await person.unlock();
  await page.locator("#start-phq-9").click();
  // Markup in a file is only its letters.
  await expect(words(person)).toHaveText("Prueba question 1 <b>bold</b>");
  await expect(words(person)).toHaveAttribute("lang", "es");
  await expect(page.locator(".question-small")).toHaveText("Sample question 1 <b>bold</b>");
  await expect(page.locator(".answer").first()).toContainText("Prueba option 0");
  await expect(page.locator(".answer").first()).toContainText("Sample option 0");
  await page.locator(".tongue").click();
  await expect(words(person)).toHaveText("Sample question 1 <b>bold</b>");
});

test("two who answer apart have answered both; the same question answered differently is decided where it is asked", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  await amara.goToCase(client, "assessments");
  await amara.page.locator("#start-gad-7").click();
  await answerByKeys(amara, "1 1");
  await amara.expectChip("state-shared");
  await mateo.goToCase(client, "assessments");
  await mateo.page.locator("a.item", { hasText: "GAD-7" }).click();
  await expect(mateo.page.locator(".ask-bar")).toContainText("3");
  await relay.stop();
  // Both answer the third, apart; Amara the fourth, Mateo the fifth to seventh.
  await answerByKeys(amara, "4 2");
  await answerByKeys(mateo, "2");
  await mateo.button("ask-skip").click();
  await answerByKeys(mateo, "3 3 3");
  await relay.start();
  for (const person of [amara, mateo]) {
    await person.link("ask-close").or(person.link("back")).first().click();
    await person.go("cases");
    await expect(person.caseRow(client).locator(".chip.amber")).toBeVisible({ timeout: 60_000 });
    await person.goToCase(client, "assessments");
    await person.page.locator("a.item", { hasText: "GAD-7" }).click();
    await expect(person.page.getByText(person.message("score-disputed"))).toBeVisible({ timeout: 60_000 });
  }
  await mateo.button("score-go-to").first().click();
  await expect(mateo.page.locator(".answer.stands")).toHaveCount(2);
  await expect(mateo.page.locator(".answer.stands").last()).toContainText(amara.who.name);
  await mateo.page.locator(".answer.stands").last().click();
  await expect(mateo.page.locator(".answer.stands")).toHaveCount(0);
  await expect(amara.page.getByText(amara.message("score-go-to")).first()).toBeVisible();
});

test("en español", async ({ relay, device }) => {
  const person = await founder(relay, device, lucia, { locale: "es-ES", width: 820, height: 1180 });
  await person.openCase("Familia Ruiz");
  await person.goToCase("Familia Ruiz", "assessments");
  await person.page.locator("#start-audit-c").click();
  await expect(person.page.locator(".answer").first()).toContainText("Nada");
  await answerByKeys(person, "3 2 1");
  await expect(big(person)).toHaveText("3");
  // Whose threshold counts is asked, as nobody has said it.
  await expect(person.page.locator(".score .chip")).toHaveCount(0);
  await person.field("field-assessment-threshold").selectOption("women");
  await expect(person.page.locator(".score .chip")).toHaveText(person.message("score-positive") as string);
  await expectAccessible(person.page, "resultado");
});

test("needs and strengths are said in words, and a need stays amber until a goal answers it", async ({ relay, device }) => {
  const person = await founder(relay, device, undefined, { width: 820, height: 1180 });
  const { page } = person;
  await person.openCase(client);
  await person.goToCase(client, "assessments");
  const say = async (domain: string, step: string, voice: string) => {
    await page.locator(`#need-${domain}`).click();
    await page.locator(".need-form .seg label", { hasText: person.message(`voice-${voice}`) as string }).click();
    await page.getByRole("radio", { name: person.message(`need-level-${step}`) }).check();
    await expect(page.locator(".need-form .level.now")).toHaveCount(1);
  };
  await say("housing", "struggling", "client");
  await person.field("field-need-why").fill("The flat goes on 31 December.");
  await person.field("field-need-day").fill("2026-09-14");
  await person.button("plan-done").click();
  await expect(page.locator("#need-housing")).toBeFocused();
  await expect(page.locator(".need.open")).toHaveCount(1);
  await say("housing", "crisis", "worker");
  await person.button("plan-done").click();
  await expect(page.locator("#need-housing")).toContainText("1 of 5, In crisis; was 2");
  await say("family", "strength", "worker");
  await expectAccessible(page, "needs, one open");
  await person.button("plan-done").click();
  await expect(page.locator(".need.strength #need-family")).toHaveCount(1);
  // The need that is gravest stands first.
  await expect(page.locator(".need-row").first()).toHaveAttribute("id", "need-housing");
  await page.getByText(person.message("needs-table")).click();
  await expect(page.locator(".needs tbody tr")).toHaveCount(3);
  await expect(page.locator(".needs tbody")).toContainText("The flat goes on 31 December.");
  await person.goToCase(client, "plan");
  await person.button("goal-new").click();
  await person.type("A place where the door locks.");
  await person.field("field-goal-domain").selectOption("housing");
  await person.button("plan-done").click();
  await person.goToCase(client, "assessments");
  await expect(page.locator("#need-housing")).toContainText(person.message("need-level-crisis") as string);
  await expect(page.locator(".need.open")).toHaveCount(0);
});

test("the client fills in: their words alone, no result, and the passphrase for anything else", async ({ relay, device }) => {
  const person = await founder(relay, device, undefined, { width: 820, height: 1180 });
  const { page } = person;
  await person.openCase(client);
  await person.goToCase(client, "assessments");
  await load(person, form("es", "Prueba"));
  await load(person, form("en", "Sample"));
  await page.locator("#start-phq-9").click();
  await page.locator(".tongue", { hasText: "Español" }).click();
  await expect(words(person)).toContainText("Prueba question 1");
  await page.locator("#ask-hand").click();
  await expect(person.navigation).toBeHidden();
  await expect(page.locator(".question-small, .answer-small, .answer-value").filter({ visible: true })).toHaveCount(0);
  await expectAccessible(page, "in the client's hands");
  // Keys that lead elsewhere lead nowhere.
  await page.keyboard.press("c");
  await answerByKeys(person, "1 1 1");
  // The browser's own way back ends at the lock.
  await page.goBack();
  await expect(person.lock).toBeVisible();
  await person.unlock();
  await person.goToCase(client, "assessments");
  await page.locator("a.item", { hasText: "PHQ-9" }).click();
  await page.locator("#ask-hand").click();
  await answerByKeys(person, "1 1 1 1 1 2");
  // The tenth has no published words in this form; whoever fills in may skip it.
  await person.button("ask-skip").click();
  await expect(page.locator(".ask-thanks")).toBeVisible();
  await expect(big(person)).toHaveCount(0);
  await page.locator("#ask-hand-back").click();
  await expect(person.lock).toBeVisible();
  await person.unlock();
  await expect(alert(person)).toBeVisible();
  await expect(big(person)).toHaveText("1");
  await expect(page.locator(".score-head")).toContainText(person.message("score-by-client") as string);
});
