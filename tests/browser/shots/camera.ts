// Takes a screen at every size, light and dark, as it stands: nothing is reloaded between two pictures.
import type { Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { shots } from "../actors/environment.ts";

const SIZES = [
  { name: "phone", width: 390, height: 844 },
  { name: "tablet", width: 820, height: 1180 },
  { name: "tablet-wide", width: 1180, height: 820 },
  { name: "desktop", width: 1440, height: 900 },
] as const;

export async function shoot(page: Page, screen: string, language = "en"): Promise<void> {
  mkdirSync(shots, { recursive: true });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    for (const { name, width, height } of SIZES) {
      await page.setViewportSize({ width, height });
      // Two frames: one to lay out at the new size, one to paint.
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const file = `${screen}.${name}.${colorScheme}${language === "en" ? "" : `.${language}`}.png`;
      await page.screenshot({ path: join(shots, file), animations: "disabled", caret: "hide" });
    }
  }
}
