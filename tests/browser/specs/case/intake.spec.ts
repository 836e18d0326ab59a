// The intake: in any order, by anybody, kept with every key; what is missing is listed, and nothing is forced.
import { expectAccessible } from "../../actors/axe.ts";
import type { Person } from "../../actors/person.ts";
import { client, founder, teamOfTwo } from "../../actors/team.ts";
import { expect, test } from "../../actors/test.ts";

const question = (person: Person, id: string) => person.page.locator(`#question-${id}`);
const progress = (person: Person) => person.page.locator(".intake-head p");

/** Opens a question by keyboard and answers it. */
async function answer(person: Person, id: string, words: string): Promise<void> {
  await question(person, id).getByRole("button").press("Enter");
  const area = question(person, id).getByRole("textbox");
  await expect(area).toBeFocused();
  await person.type(words);
  await expect(area).toHaveValue(words);
}

async function kindOf(person: Person, word: string): Promise<void> {
  await person.goToCase(client, "summary");
  await person.edit("the-case");
  await person.field("field-case-kind").selectOption(word);
  await person.edit("the-case");
}

test("questions of the kind are answered in any order with no signal, and survive a reload; what is missing is listed", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await kindOf(person, "mental-health");
  await person.readyForOffline();
  await person.device.goOffline();
  await person.goToCase(client, "intake");
  await expect(progress(person)).toHaveText("0 of 10 answered");
  await answer(person, "helps", "Walking to the harbour");
  await answer(person, "brings", "No sleep since the letter");
  await expect(progress(person)).toHaveText("2 of 10 answered");
  await person.page.locator("#intake-missing").press("Enter");
  await expect(person.page.locator(".question")).toHaveCount(8);
  await expect(question(person, "brings")).toHaveCount(0);
  // What is answered there stays where it is.
  await answer(person, "people", "Rosa");
  await expect(person.page.locator(".question")).toHaveCount(8);
  await person.page.reload();
  await person.unlock();
  await expect(question(person, "people").getByRole("textbox")).toHaveValue("Rosa");
  await expect(question(person, "brings").getByRole("textbox")).toHaveValue("No sleep since the letter");
  await person.goToCase(client, "summary");
  const part = person.page.locator("#intake");
  await expect(part).toContainText("3 of 10 answered");
  await expect(part.getByRole("listitem")).toHaveCount(3);
  await expect(part).toContainText("and 4 more");
  // Another kind asks something else; what was answered stands with the question it was the answer to.
  await kindOf(person, "homelessness");
  await person.goToCase(client, "intake");
  await expect(progress(person)).toHaveText("0 of 11 answered");
  await expect(person.page.locator("section", { hasText: "Answered before" }).getByRole("textbox")).toHaveCount(3);
});

test("two people who answer one question apart have both said it", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  for (const person of [amara, mateo]) await person.goToCase(client, "intake");
  await amara.device.goOffline();
  await answer(amara, "wants", "A door that locks");
  await answer(mateo, "wants", "To sleep");
  await answer(mateo, "home", "Rosa and the children");
  await amara.device.goOnline();
  for (const person of [amara, mateo]) {
    const both = question(person, "wants").getByRole("textbox");
    await expect(both).toHaveCount(2, { timeout: 20_000 });
    const texts = await Promise.all([both.nth(0).inputValue(), both.nth(1).inputValue()]);
    expect(texts.sort()).toEqual(["A door that locks", "To sleep"]);
    await expect(question(person, "home").getByRole("textbox")).toHaveValue("Rosa and the children");
  }
});

test("a paper is asked for, seen and copied in one tap each; one that runs out is said in the summary", async ({ relay, device }) => {
  const person = await founder(relay, device, undefined, { width: 390, height: 844 });
  await person.openCase(client);
  await person.goToCase(client, "intake");
  const paper = person.page.getByRole("group", { name: "Proof of income" });
  await paper.getByRole("button", { name: "Asked" }).press("Enter");
  await expect(paper.getByRole("button", { name: "Asked" })).toHaveAttribute("aria-pressed", "true");
  await expect(paper.getByRole("button", { name: "Asked" })).toBeFocused();
  await paper.getByRole("button", { name: "Seen" }).click();
  await expect(paper.getByRole("button", { name: "Seen" })).toHaveAttribute("aria-pressed", "true");
  await paper.getByRole("button", { name: "Asked" }).click();
  await expect(paper.getByRole("button", { name: "Asked" })).toHaveAttribute("aria-pressed", "false");
  await person.page.locator("#paper-new").fill("Letter of the landlord");
  await person.page.keyboard.press("Enter");
  await expect(person.page.getByRole("group", { name: "Letter of the landlord" })).toBeVisible();
  await paper.getByRole("link").click();
  await person.field("field-paper-expires").fill("2020-01-31");
  await person.field("field-paper-name").focus();
  await person.goToCase(client, "summary");
  await expect(person.page.locator("#intake")).toContainText("Proof of income: expired");
  await expect(person.page.locator("#intake")).toContainText("4 papers not seen yet");
  await person.goToCase(client, "intake");
  await expectAccessible(person.page);
});

test("a kind of case brings goals to begin with", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await kindOf(person, "homelessness");
  await person.goToCase(client, "plan");
  await person.page.locator("#starters summary").click();
  await person.page.getByRole("button", { name: "A door that locks, and the key is mine." }).click();
  await expect(person.field("field-goal-words")).toHaveValue("A door that locks, and the key is mine.");
  await expect(person.field("field-goal-words")).toBeFocused();
  await expect(person.field("field-goal-domain")).toHaveValue("housing");
  await expect(person.page.locator("#starters")).not.toContainText("A door that locks");
});
