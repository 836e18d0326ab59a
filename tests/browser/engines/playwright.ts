// Chromium and Firefox, both by Playwright.
// To Firefox it speaks WebDriver BiDi, since the browser is the distribution's own and not one that Playwright made.
import type { Locator } from "@playwright/test";
import { Device, type Engine } from "../actors/device.ts";
import { type Browser, type Kind, type Name, PATIENCE } from "./browser.ts";

export class PlaywrightBrowser implements Browser {
  private constructor(private readonly device: Device) {}

  static async start(engine: Engine, name: string, origin: string): Promise<PlaywrightBrowser> {
    return new PlaywrightBrowser(await Device.start(name, origin, { engine }));
  }

  get complaints(): string[] {
    return this.device.complaints;
  }

  private find(kind: Kind, name: Name): Locator {
    const { page } = this.device;
    const exactly = { name, exact: true };
    const found = kind === "field" ? page.getByLabel(name, { exact: true }) : page.getByRole(kind, exactly);
    return found.filter({ visible: true });
  }

  start = () => this.device.start();
  open = (address: string) => this.device.goto(address);
  click = (kind: Kind, name: Name) => this.find(kind, name).first().click({ timeout: PATIENCE.timeout });
  type = (text: string) => this.device.page.keyboard.type(text);
  end = () => this.device.page.keyboard.press("End");
  count = (kind: Kind, name: Name) => this.find(kind, name).count();
  value = (label: Name) => this.find("field", label).first().inputValue({ timeout: 1000 });
  text = () => this.device.page.locator("body").innerText();
  evaluate = <T>(body: string) => this.device.page.evaluate<T>(`(async () => { ${body} })()`);
  kill = () => this.device.kill();
  discard = () => this.device.discard();
}
