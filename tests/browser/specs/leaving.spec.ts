// Ending somebody's access: it says what it does, whoever is out is told, and nothing more reaches them.
import { expectAccessible } from "../actors/axe.ts";
import { mateo as mateoHimself, type Person } from "../actors/person.ts";
import { client, oneNote, teamOfTwo } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

/** Presses the button in the row of somebody, reads what comes of it, and agrees. */
async function endAccess(person: Person, button: string, title: string, words: string): Promise<void> {
  const { page } = person;
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: mateoHimself.name });
  await row.getByRole("button", { name: title, exact: true }).click();
  const question = page.getByRole("dialog", { name: title });
  await expect(question).toContainText(words);
  await expectAccessible(person.page);
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: title, exact: true }).click();
  await question.getByRole("button", { name: button, exact: true }).click();
  await expect(row.getByRole("button", { name: title, exact: true })).toHaveCount(0);
}

test("a colleague whose access to a case ends is told, keeps what he had read, and gets nothing more of it", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "What both may read.");
  await amara.goToCase(client, "sharing");
  await endAccess(amara, "End access", `End ${mateoHimself.name}’s access to this case?`, "Nothing that is written in this case from now on reaches");
  await expect(amara.page.getByRole("main")).toContainText("Colleagues in your workspace");
  await amara.goToCase(client, "notes");
  await amara.openNote("What both may read.");
  await amara.append(amara.body, " What only I may read.");
  await amara.expectChip("state-shared");
  await mateo.goToCase(client, "notes");
  const told = mateo.page.locator("#shown-out");
  await expect(told).toContainText("You are no longer in the circle of this case.");
  await expectAccessible(mateo.page);
  await mateo.openNote("What both may read.");
  await mateo.expectText(mateo.body, "What both may read.");
  await mateo.append(mateo.body, " Written outside.");
  await mateo.expectChip("state-saved-here");
  await mateo.page.reload();
  await mateo.unlock();
  await mateo.expectText(mateo.body, "What both may read. Written outside.");
  // Let in again, both have everything.
  await amara.goToCase(client, "sharing");
  await amara.page.getByRole("button", { name: `Give access to ${mateoHimself.name}` }).click();
  await expect(mateo.body).toHaveValue(/What only I may read/, { timeout: 20_000 });
  await expect(mateo.body).toHaveValue(/Written outside/);
  await amara.goToCase(client, "notes");
  await amara.openNote("What both may read.");
  await expect(amara.body).toHaveValue(/Written outside/, { timeout: 20_000 });
});

test("somebody who is removed from the workspace is shut out of everything, and told so", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  const { amara, mateo } = team;
  await oneNote(team, "What both may read.");
  await amara.go("me");
  await endAccess(amara, "Remove", `Remove ${mateoHimself.name} from the workspace?`, "are shut out of every case and of the workspace");
  await expect(amara.page.getByRole("main").getByRole("listitem").filter({ hasText: mateoHimself.name })).toHaveCount(0);
  await mateo.expectChip("state-attention");
  await mateo.chip.click();
  const queue = mateo.page.getByRole("dialog", { name: mateo.message("queue-title") });
  await expect(queue).toContainText("This device was removed from the workspace");
  await mateo.button("close", queue).click();
  await mateo.expectText(mateo.body, "What both may read.");
  await amara.goToCase(client, "notes");
  await amara.openNote("What both may read.");
  await amara.append(amara.body, " What only I may read.");
  await amara.expectChip("state-shared");
  await mateo.page.reload();
  await mateo.unlock();
  await mateo.expectText(mateo.body, "What both may read.");
});
