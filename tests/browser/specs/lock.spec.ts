// Locking, unlocking, and starting cold with the network off.
import { amara, type Person } from "../actors/person.ts";
import { client, founder } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

test("locking hides everything, a wrong passphrase opens nothing and costs time, the right one leads back", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Kept through a lock.");
  await person.lockNow();
  const address = person.page.url();
  await expect(person.page.getByText("Kept through a lock.")).toHaveCount(0);
  await expect(person.page.getByText(client)).toHaveCount(0);
  await person.unlock("not the passphrase");
  await expect(person.lock).toHaveAccessibleDescription(new RegExp(String(person.message("unlock-wrong"))));
  for (let tries = 0; tries < 6 && !(await person.page.getByText(person.message("unlock-wait")).isVisible()); tries += 1) {
    await person.unlock("still not the passphrase");
    await expect(person.button("unlock-open")).toBeVisible();
  }
  await expect(person.page.getByText(person.message("unlock-wait"))).toBeVisible();
  await expect(person.button("unlock-open")).toHaveAttribute("aria-disabled", "false", { timeout: 60_000 });
  await person.unlock();
  await expect(person.page).toHaveURL(address);
  await person.goToCase(client, "notes");
  await person.openNote("Kept through a lock.");
  await person.expectText(person.body, "Kept through a lock.");
});

/** Keeps the program of every page loaded from now on waiting; the function that is returned lets the page in front have it. */
async function holdBackTheProgram(person: Person): Promise<() => Promise<void>> {
  await person.device.browser.addInitScript(() => {
    const real = WebAssembly.instantiateStreaming;
    const wait = new Promise((resolve) => Object.assign(globalThis, { letTheProgramCome: resolve }));
    WebAssembly.instantiateStreaming = async (...given) => {
      await wait;
      return real(...given);
    };
  });
  return () => person.page.evaluate(() => (globalThis as unknown as { letTheProgramCome: () => void }).letTheProgramCome());
}

test("a passphrase typed while the program is still on its way opens the lock", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const { passphrase } = person.who;
  await person.lockNow();
  const come = await holdBackTheProgram(person);
  const half = Math.floor(passphrase.length / 2);

  await person.page.reload();
  await expect(person.lock).toBeFocused();
  await person.page.keyboard.type(passphrase.slice(0, half));
  await expect(person.page.locator("#painted-lock")).toBeVisible();
  // The bare frame is not under it, nor read out beside it.
  await expect(person.page.locator("#frame")).toBeHidden();
  await come();
  await expect(person.page.locator("#painted-lock")).toHaveCount(0);
  await expect(person.lock).toBeFocused();
  await expect(person.lock).toHaveValue(passphrase.slice(0, half));
  await person.page.keyboard.type(passphrase.slice(half));
  await person.page.keyboard.press("Enter");
  await expect(person.navigation).toBeVisible();

  await person.page.reload();
  await expect(person.lock).toBeFocused();
  await person.page.keyboard.type(passphrase);
  await person.page.keyboard.press("Enter");
  await expect(person.page.locator("#painted-lock[data-sent]")).toBeVisible();
  await come();
  await expect(person.navigation).toBeVisible();
});

test("the painted lock is the one that comes in its place, in either language, and none is painted for another version", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.lockNow();
  const come = await holdBackTheProgram(person);
  /** Every visible element of a lock: what it is, says, and where it stands. A `g` draws nothing: Leptos puts one around
   * parts of an SVG that never change. */
  const shown = (lock: string) =>
    person.page.locator(lock).evaluate((lock) =>
      [...lock.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().width > 1 && !element.closest(".unseen") && element.tagName !== "g")
        .map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return `${element.tagName}.${element.getAttribute("class") ?? ""} ${element.textContent} ${[x, y, width, height].map(Math.round)}`;
        }),
    );
  for (const language of ["Español", "English"]) {
    await person.page.getByRole("button", { name: language }).click();
    await expect(person.page.getByRole("button", { name: language })).toHaveAttribute("aria-current", "true");
    await person.page.reload();
    await expect(person.page.locator("#painted-lock input")).toBeFocused();
    const painted = await shown("#painted-lock");
    expect(painted.length).toBeGreaterThan(10);
    await come();
    await expect(person.page.locator("#painted-lock")).toHaveCount(0);
    expect(await shown("body")).toEqual(painted);
  }

  await person.page.evaluate(() => {
    const lock = JSON.parse(localStorage.getItem("doorstep.lock") ?? "");
    localStorage.setItem("doorstep.lock", JSON.stringify({ ...lock, program: "/app-of-another-version.js" }));
  });
  await person.page.reload();
  await expect(person.page.locator("#frame")).toBeVisible();
  await expect(person.page.locator("#painted-lock")).toHaveCount(0);
  await come();
  await expect(person.lock).toBeVisible();
});

test("a second tab paints no lock to type into while the first one works", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.lockNow();
  await person.unlock();
  await expect(person.navigation).toBeVisible();
  const come = await holdBackTheProgram(person);
  await person.device.use(await person.device.newTab("/"));
  await expect(person.page.locator("#frame")).toBeVisible();
  await expect(person.page.locator("#painted-lock")).toHaveCount(0);
  await come();
  await expect(person.button("elsewhere-use-here")).toBeVisible();
});

test("an accent opens the lock whichever way the keyboard makes it", async ({ relay, device }) => {
  const person = await founder(relay, device, { ...amara, passphrase: "el señor de la cocina" });
  await person.lockNow();
  await person.unlock("el sen\u0303or de la cocina");
  await expect(person.navigation).toBeVisible();
});

test("a blank that a keyboard adds to the passphrase keeps nobody out", async ({ relay, device }) => {
  const { passphrase } = amara;
  const person = await founder(relay, device, { ...amara, passphrase: `${passphrase} ` });
  await person.lockNow();
  await person.unlock(passphrase);
  await expect(person.navigation).toBeVisible();
  await person.lockNow();
  await person.unlock(` ${passphrase}  `);
  await expect(person.navigation).toBeVisible();
});

test("after the first visit a cold start, unlock and writing need no network at all", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.openCase(client);
  await person.expectChip("state-shared");
  await person.readyForOffline();
  await person.device.close();
  await relay.stop();
  await person.device.goOffline();
  await person.device.start();
  await person.device.goto("/cases");
  await person.unlock();
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("Written in a cellar.");
  await person.expectChip("state-waiting");
  await person.device.goOnline();
  await relay.start();
  await person.expectChip("state-shared");
});

test("it can be installed: a manifest with an id, icons that exist, and a service worker", async ({ relay, device }) => {
  const person = await founder(relay, device);
  await person.readyForOffline();
  const manifest = await (await fetch(`${relay.origin}/manifest.webmanifest`)).json();
  expect(manifest).toMatchObject({ id: expect.any(String), start_url: expect.any(String), display: "standalone" });
  const icons: { src: string; sizes: string; purpose?: string }[] = manifest.icons;
  expect(icons.some((icon) => icon.sizes === "512x512")).toBe(true);
  expect(icons.some((icon) => icon.purpose?.includes("maskable"))).toBe(true);
  for (const icon of icons) {
    const answer = await fetch(new URL(icon.src, relay.origin));
    expect(answer.status, icon.src).toBe(200);
    expect(answer.headers.get("content-type"), icon.src).toMatch(/^image\//);
  }
});

/** Takes the clock of every page loaded from now on in hand: the function it returns moves it on, and has all look at it.
 * The date can be set back meanwhile: by so many minutes. */
async function takeTheClock(person: Person): Promise<(minutes: number, setBack?: number) => Promise<void>> {
  await person.device.browser.addInitScript(() => {
    const [now, ticks, every, never] = [Date.now, performance.now.bind(performance), setInterval, clearInterval];
    const looks = new Map<number, () => void>();
    let [passed, setBack] = [0, 0];
    Date.now = () => now() + passed - setBack;
    performance.now = () => ticks() + passed;
    Object.assign(globalThis, {
      setInterval: (look: () => void, pause: number) => {
        const id = Number(every(look, pause));
        looks.set(id, look);
        return id;
      },
      clearInterval: (id: number) => {
        looks.delete(id);
        never(id);
      },
      moveOn: (minutes: number, back: number) => {
        passed += minutes * 60_000;
        setBack += back * 60_000;
        for (const look of [...looks.values()]) look();
      },
    });
  });
  return (minutes, setBack = 0) =>
    person.page.evaluate(
      ([minutes, setBack]) => (globalThis as unknown as { moveOn: (minutes: number, setBack: number) => void }).moveOn(minutes, setBack),
      [minutes, setBack] as const,
    );
}

test("a quarter of an hour without a touch locks, after a warning; every letter begins it anew", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const moveOn = await takeTheClock(person);
  await person.page.reload();
  await person.unlock();
  await person.openCase(client);
  await person.goToCase(client, "notes");
  await person.beginNote();
  await person.type("One");
  const warning = person.page.getByText(person.message("idle-warning"));

  for (const word of [" two", " three", " four"]) {
    await moveOn(14.3);
    await person.type(word);
  }
  await moveOn(14.3);
  await expect(warning, "every word was heard").toBeHidden();
  await moveOn(0.3);
  await expect(warning).toBeVisible();
  await person.type(" five");
  await expect(warning, "a letter is enough to stay").toBeHidden();
  await moveOn(14.7);
  await expect(warning).toBeVisible();
  await moveOn(0.4);
  await expect(person.lock).toBeVisible();
  await expect(person.page.getByText("One two")).toHaveCount(0);

  await person.unlock();
  await person.expectText(person.body, "One two three four five");
});

test("a clock that is set back locks no later", async ({ relay, device }) => {
  const person = await founder(relay, device);
  const moveOn = await takeTheClock(person);
  await person.page.reload();
  await person.unlock();
  await expect(person.navigation).toBeVisible();
  await moveOn(14, 120);
  await expect(person.lock).toBeHidden();
  await moveOn(1.1);
  await expect(person.lock).toBeVisible();
});
