// The plan of a case: empty, with a family's goals, one of them open, in Spanish, and on paper.
import { join } from "node:path";
import { shots } from "../actors/environment.ts";
import { lucia, type Person } from "../actors/person.ts";
import { founder, teamOfTwo } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";
import { shoot } from "./camera.ts";

interface Goal {
  words: string;
  domain: string;
  level?: string;
  steps: string[];
  done?: string[];
  target?: string;
  status?: string;
}

const english: Goal[] = [
  {
    words: "A place where the door locks.",
    domain: "housing",
    level: "expected",
    steps: ["Change the lock", "See two flats", "Post the signed appeal", "Ask for help with the deposit", "Choose a flat and tell the school"],
    done: ["Change the lock", "See two flats"],
    target: "2031-12-15",
  },
  { words: "Mateo goes in without a stomach ache.", domain: "education", level: "better", steps: ["Go in by the side door", "Meet the class teacher"], done: ["Go in by the side door"] },
  { words: "A whole night of sleep.", domain: "mental-health", level: "less", steps: ["Count the nights with Rosa at home"] },
  { words: "Rosa comes on Saturdays.", domain: "family", steps: [], status: "reached" },
  { words: "Learn to drive.", domain: "transport", steps: [], status: "set-aside" },
];

const spanish: Goal[] = [
  { words: "Un sitio donde la puerta cierre.", domain: "housing", level: "expected", steps: ["Cambiar la cerradura", "Enviar la apelación firmada"], done: ["Cambiar la cerradura"] },
  { words: "Que Mateo entre sin dolor de barriga.", domain: "education", level: "better", steps: ["Hablar con la maestra"] },
];

async function write(person: Person, goals: Goal[]): Promise<void> {
  const { page } = person;
  for (const goal of goals) {
    await person.button("goal-new").click();
    await expect(person.field("field-goal-words")).toBeFocused();
    await person.type(goal.words);
    await person.field("field-goal-domain").selectOption(goal.domain);
    if (goal.target) await person.field("field-goal-target").fill(goal.target);
    if (goal.level) await page.getByRole("radio", { name: person.message(`level-${goal.level}`) }).check();
    if (goal.status) await person.field("field-goal-status").selectOption(goal.status);
    await person.button("plan-done").click();
    if (goal.steps.length === 0) continue;
    const card = page.locator("article.goal", { hasText: goal.words });
    await person.button("step-add", card).click();
    for (const step of goal.steps) {
      await person.field("step-new").fill(step);
      await person.field("step-new").press("Enter");
      await expect(card.getByRole("button", { name: step, exact: true })).toBeVisible();
    }
    await person.field("step-new").press("Escape");
    for (const step of goal.done ?? []) await card.locator("li.step", { hasText: step }).getByRole("checkbox").check();
  }
}

test("a plan", async ({ relay, device }) => {
  const { amara, mateo } = await teamOfTwo(relay, device);
  const { page } = amara;
  await amara.goToCase("Ruiz family", "plan");
  await shoot(page, "30-plan-empty");
  await write(amara, english);
  await amara.expectChip("state-shared");
  await shoot(page, "31-plan");
  await page.setViewportSize({ width: 1440, height: 900 });
  const first = page.locator("article.goal").first();
  await first.getByRole("link").first().click();
  await shoot(page, "32-goal-open");
  await first.locator(".levels").scrollIntoViewIfNeeded();
  await shoot(page, "33-goal-levels");
  await amara.button("plan-done", first).click();
  await first.getByRole("button", { name: "Post the signed appeal", exact: true }).click();
  await amara.field("field-task-due", first).fill("2031-11-25");
  await shoot(page, "34-step-open");
  await amara.button("plan-done", first).click();
  await amara.expectChip("state-shared");
  await mateo.goToCase("Ruiz family", "plan");
  await expect(mateo.page.locator("li.step")).toHaveCount(8);
  await relay.stop();
  for (const [person, day] of [[amara, "2031-12-31"], [mateo, "2032-01-15"]] as const) {
    const goal = person.page.locator("article.goal", { hasText: "stomach ache" });
    await goal.getByRole("link").first().click();
    await person.field("field-goal-target").fill(day);
    await person.button("plan-done", goal).click();
    await person.expectChip("state-waiting");
  }
  await relay.start();
  await expect(page.locator(".conflict")).toBeVisible({ timeout: 60_000 });
  await shoot(page, "35-plan-conflict");
  await amara.goToCase("Ruiz family", "summary");
  await page.locator(".plan-row").first().scrollIntoViewIfNeeded();
  await shoot(page, "36-plan-in-summary");
  await amara.goToCase("Ruiz family", "plan");
  await page.setViewportSize({ width: 1180, height: 820 });
  await page.pdf({ path: join(shots, "37-plan.pdf"), format: "A4", preferCSSPageSize: true });
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await expect(page.locator(".plan-paper")).toBeVisible();
  await page.screenshot({ path: join(shots, "37-plan-paper.png"), fullPage: true });
});

test("un plan", async ({ relay, device }) => {
  const person = await founder(relay, device, lucia, { locale: "es-ES" });
  await person.openCase("Familia Ruiz");
  await person.goToCase("Familia Ruiz", "plan");
  await write(person, spanish);
  await shoot(person.page, "31-plan", "es");
});
