// Watches a page from inside: when a keystroke arrives, when it is on disk, when it is on the screen.
// Installed before the app starts; it calls nothing of the app's.
import type { BrowserContext, Page } from "@playwright/test";

export interface Probe {
  /** When each input event arrived, in milliseconds since the epoch. */
  typed: number[];
  /** For each of them, when the first transaction begun after it was complete. */
  durable: (number | null)[];
  /** Called with each transaction that is complete. */
  onDurable?: () => void;
}

export async function installProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const now = () => performance.timeOrigin + performance.now();
    const probe: Probe = { typed: [], durable: [] };
    Object.assign(globalThis, { doorstepProbe: probe });
    addEventListener(
      "input",
      () => {
        probe.typed.push(now());
        probe.durable.push(null);
      },
      { capture: true },
    );
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...given) {
      const transaction = begin.apply(this, given);
      if (transaction.mode === "readwrite") {
        // Everything typed so far, and not yet on disk, can only be in this one or an earlier one.
        const upTo = probe.typed.length;
        transaction.addEventListener("complete", () => {
          const when = now();
          for (let index = upTo - 1; index >= 0 && probe.durable[index] === null; index -= 1) probe.durable[index] = when;
          probe.onDurable?.();
        });
      }
      return transaction;
    };
  });
}

/** Returns in the moment when everything typed so far is on the disk: its transaction is complete. */
export async function untilDurable(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const probe = (globalThis as unknown as { doorstepProbe: Probe }).doorstepProbe;
    if (probe.durable.length === 0) throw new Error("nothing was typed");
    while (probe.durable.includes(null)) await new Promise<void>((resolve) => (probe.onDurable = resolve));
  });
}

/** Forgets what was seen so far. */
export async function resetProbe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const probe = (globalThis as unknown as { doorstepProbe: Probe }).doorstepProbe;
    probe.typed.length = 0;
    probe.durable.length = 0;
  });
}

export async function readProbe(page: Page): Promise<Probe> {
  return page.evaluate(() => (globalThis as unknown as { doorstepProbe: Probe }).doorstepProbe);
}

/** Makes the processor of this page `times` slower. */
export async function throttle(page: Page, times: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: times });
}
