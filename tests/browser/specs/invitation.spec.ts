// Inviting a colleague by link, with the inviter gone, and every way an invitation can be no good.
import { amara as amaraHerself, mateo, Person } from "../actors/person.ts";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

test("a colleague reads and writes the case at once, though the inviter is gone", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client);
  await amara.goToCase(client, "notes");
  await amara.beginNote();
  await amara.type("Written before Mateo came.");
  await amara.expectChip("state-shared");
  await amara.goToCase(client, "notes");
  const link = await amara.invite(mateo.name);
  await amara.device.kill();
  const other = new Person(await device("mateo"), mateo);
  await other.join(link);
  await other.expectCase(client);
  await other.goToCase(client, "notes");
  await other.openNote("Written before Mateo came.");
  await other.expectText(other.body, "Written before Mateo came.");
  await other.append(other.body, " And after.");
  await other.expectChip("state-shared");
  await amara.device.start();
  await amara.device.goto("/");
  await amara.unlock();
  await amara.goToCase(client, "notes");
  await amara.openNote("Written before Mateo came.");
  await amara.expectText(amara.body, "Written before Mateo came. And after.");
});

test("the invitation is a QR code as well as a link", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client);
  const link = await amara.invite(mateo.name);
  expect(link).toMatch(new RegExp(`^${relay.origin}/join#`));
  await expect(amara.page.getByRole("img", { name: amara.message("invite-qr") })).toBeVisible();
});

test("an invitation is found in the whole message that was pasted", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client);
  const link = await amara.invite(mateo.name);
  const other = new Person(await device("mateo"), mateo);
  await other.device.goto("/");
  await other.button("welcome-invited").click();
  await other.field("welcome-link").fill(`Hello Mateo, come in here: <${link.replace("#", "%23")}>. See you on Monday!`);
  await other.button("continue").click();
  await other.introduce();
  await other.confirmKit();
  await other.expectCase(client);
});

test("an invitation that was used says so", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client);
  const link = await amara.invite(mateo.name);
  const first = new Person(await device("first"), mateo);
  await first.join(link);
  const second = new Person(await device("second"), { ...amaraHerself, name: "Somebody Else" });
  await second.tryToJoin(link);
  await expect(second.page.getByRole("alert")).toContainText(second.message("join-used"));
});

test("an invitation with a letter changed says so before anything is asked", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client);
  const link = await amara.invite(mateo.name);
  const last = link.at(-5) === "A" ? "B" : "A";
  const other = new Person(await device("other"), mateo);
  await other.device.goto(`${link.slice(0, -5)}${last}${link.slice(-4)}`);
  await expect(other.page.getByRole("alert")).toContainText(other.message("join-altered"));
});

/** Sets a device's clock eight days back, from this moment on, until it is set right. */
async function setClockBack(person: Person): Promise<void> {
  const script = (): void => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - (sessionStorage.getItem("right") ? 0 : 8 * 86_400_000);
  };
  await person.page.addInitScript(script);
  await person.page.evaluate(script);
}

test("an invitation made on a tablet whose clock is days behind is as good as any", async ({ relay, device }) => {
  const amara = await founder(relay, device);
  await amara.openCase(client);
  await setClockBack(amara);
  await amara.page.reload();
  await amara.unlock();
  await amara.goToCase(client, "sharing");
  const link = await amara.invite(mateo.name);
  const other = new Person(await device("mateo"), mateo);
  await other.join(link);
  await other.expectCase(client);
});

test("an expired invitation says so and what to do, and a new one works", async ({ relay, device }) => {
  // By a clock that was set back while she was connected, it was over before it began.
  const amara = await founder(relay, device);
  await amara.openCase(client);
  await setClockBack(amara);
  const link = await amara.invite(mateo.name);
  await amara.closeDialog();
  const other = new Person(await device("mateo"), mateo);
  await other.tryToJoin(link);
  await expect(other.page.getByRole("alert")).toContainText(other.message("join-expired"), { timeout: 30_000 });
  await expect(other.page.getByText(client)).toHaveCount(0);
  // Nothing stands in the way of the new one.
  const { page } = amara;
  await page.evaluate(() => sessionStorage.setItem("right", "yes"));
  await page.reload();
  await amara.unlock();
  await amara.goToCase(client, "sharing");
  await expect(page.getByRole("main").getByText(amara.message("invitation-expired"), { exact: true })).toBeVisible();
  const fresh = await amara.invite(`${mateo.name}, again`);
  await other.device.goto(fresh);
  await other.unlock();
  await other.introduce();
  await other.confirmKit();
  await other.expectCase(client);
});
