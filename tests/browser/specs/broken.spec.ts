// The program itself breaks: a calm panel with a way back, and everything that was written is there again.
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

/** `(module (func (export "f") unreachable))`: what a panic, no memory and no stack all look like from outside. */
const TRAP = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];

for (const way of ["an event", "a promise"] as const) {
  test(`when the program traps in ${way}, a panel says so, and opening it again shows what was written`, async ({ relay, device }) => {
    const person = await founder(relay, device);
    await person.openCase(client);
    await person.goToCase(client, "notes");
    await person.beginNote();
    await person.type("The lock was changed on Monday.");
    await person.expectChip("state-shared");
    await person.page.evaluate(
      ([bytes, way]) => {
        const { f } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports as { f: () => void };
        if (way === "a promise") void Promise.resolve().then(f);
        else setTimeout(f);
      },
      [TRAP, way] as const,
    );
    const panel = person.page.getByRole("alertdialog", { name: person.message("broken-title") });
    await expect(panel).toContainText(person.message("broken-text"));
    await expect(panel.getByRole("textbox", { name: person.message("broken-report") })).toHaveValue(/^Doorstep \d+\.\d+\.\d+ .*\n.*unreachable.*wasm/s);
    await expect.poll(() => person.device.complaints.length).toBeGreaterThan(0);
    for (const complaint of person.device.complaints.splice(0)) expect(complaint).toContain("unreachable");
    await panel.getByRole("button", { name: person.message("broken-again") }).click();
    await person.unlock();
    await person.expectText(person.body, "The lock was changed on Monday.");
  });
}

test("a panic says what and where, on the console and in a report that can be copied, and nothing of what was written", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Rosa was calm.");
  await person.expectChip("state-shared");
  // Nothing may be sealed with numbers that somebody could guess: the program breaks on purpose when it gets no others.
  await person.page.evaluate(() => {
    crypto.getRandomValues = () => {
      throw new DOMException("no randomness", "OperationError");
    };
  });
  const panel = person.page.getByRole("alertdialog", { name: person.message("broken-title") });
  // Some randomness is fetched ahead. No spaces: they would press the button of the panel.
  for (let words = 0; words < 400 && !(await panel.isVisible()); words += 10) await person.type("slept".repeat(10));
  await panel.getByRole("button", { name: person.message("broken-copy") }).click();
  await expect(panel.getByRole("button", { name: person.message("copied") })).toBeVisible();
  const report = await person.page.evaluate(() => navigator.clipboard.readText());
  const told = /panicked at app\/src\/shell\/randomness\.rs:\d+:\d+: the browser gives no randomness/;
  expect(report).toMatch(told);
  expect(report).toMatch(/^Doorstep \d+\.\d+\.\d+ \(\/app-\w+\.js\)\n/);
  expect(report).toContain(await person.page.evaluate(() => navigator.userAgent));
  expect(report).not.toMatch(/Rosa|calm|slept/);
  const complaints = person.device.complaints.splice(0).join("\n");
  expect(complaints).toMatch(told);
  expect(complaints).not.toMatch(/Rosa|calm|slept/);

  await panel.getByRole("button", { name: person.message("broken-again") }).click();
  await person.unlock();
  await expect(person.body).toHaveValue(/^Rosa was calm\./);
});
