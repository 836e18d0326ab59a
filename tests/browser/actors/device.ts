// A tablet, phone or desktop: a real browser with a profile folder of its own, which can be killed and started again.
// It watches its own console: any error there fails the test that caused it.
import { type BrowserContext, chromium, firefox, type Page } from "@playwright/test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as environment from "./environment.ts";
import { endAtOnce } from "./processes.ts";

export type Engine = "chromium" | "firefox";

export interface DeviceOptions {
  engine?: Engine;
  width?: number;
  height?: number;
  locale?: string;
  colorScheme?: "light" | "dark";
  touch?: boolean;
}

/** What a browser says by itself about a network that is not there; everything else is our fault. */
export const NO_NETWORK = /Firefox can.t establish a connection|The connection to ws:.* was interrupted|net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED|CONNECTION_RESET|CONNECTION_CLOSED|NETWORK_CHANGED|EMPTY_RESPONSE|ABORTED|FAILED|SOCKET_NOT_CONNECTED)|WebSocket connection to .* failed|service ?worker.*(fetch|network)/i;

export class Device {
  readonly profile = mkdtempSync(join(tmpdir(), "doorstep-device-"));
  /** Console errors, uncaught exceptions and crashes so far. */
  readonly complaints: string[] = [];
  private context!: BrowserContext;
  private current!: Page;
  private offline = false;
  private on = false;

  private constructor(
    readonly name: string,
    readonly origin: string,
    private readonly options: DeviceOptions,
  ) {}

  static async start(name: string, origin: string, options: DeviceOptions = {}): Promise<Device> {
    const device = new Device(name, origin, options);
    await device.start();
    return device;
  }

  /** The page in front. */
  get page(): Page {
    return this.current;
  }

  get browser(): BrowserContext {
    return this.context;
  }

  /** Switches the browser on, with whatever its profile holds. */
  async start(): Promise<void> {
    const { engine = "chromium", width = 1180, height = 820, locale = "en-GB", colorScheme = "light", touch = false } = this.options;
    const options = { headless: true, viewport: { width, height }, locale, timezoneId: "Europe/Madrid", baseURL: this.origin };
    this.context =
      engine === "firefox"
        ? await firefox.launchPersistentContext(this.profile, {
            ...options,
            // The distribution's own Firefox. Playwright is held at 1.64 for its sake: 1.65 cannot start without a command
            // (emulation.setMediaFeaturesOverride) that Firefox ESR 153 does not know.
            channel: "moz-firefox",
            executablePath: environment.firefox,
            firefoxUserPrefs: { "ui.prefersReducedMotion": 1 },
          })
        : await chromium.launchPersistentContext(this.profile, {
            ...options,
            executablePath: environment.chromium,
            args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
            colorScheme,
            hasTouch: touch,
            reducedMotion: "reduce",
            permissions: ["clipboard-read", "clipboard-write"],
          });
    this.on = true;
    this.context.once("close", () => (this.on = false));
    this.context.setDefaultTimeout(20_000);
    this.context.on("page", (page) => this.watch(page));
    this.context.on("weberror", (error) => {
      const { message, stack } = error.error();
      if (!NO_NETWORK.test(message)) this.complaints.push(`${this.name}: ${stack ?? message}`);
    });
    if (this.offline) await this.context.setOffline(true);
    this.current = this.context.pages()[0] ?? (await this.context.newPage());
    this.watch(this.current);
  }

  private watched = new WeakSet<Page>();

  private watch(page: Page): void {
    if (this.watched.has(page)) return;
    this.watched.add(page);
    page.on("crash", () => this.complaints.push(`${this.name}: the page crashed`));
    page.on("console", (message) => {
      const text = `${message.text()} ${message.location().url}`;
      // Chromium asks for this by itself where a page names no icon; ours do.
      if (message.location().url.endsWith("/favicon.ico")) return;
      if (message.type() === "error" && !NO_NETWORK.test(text)) this.complaints.push(`${this.name}: ${text}`);
    });
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(path);
  }

  async newTab(path: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(path);
    return page;
  }

  /** Brings `page` to the front and makes it the one the person uses. */
  async use(page: Page): Promise<void> {
    this.current = page;
    await page.bringToFront();
  }

  /** Out of signal: pages, workers and sockets alike; also when it is switched on only later. */
  async goOffline(): Promise<void> {
    this.offline = true;
    if (this.on) await this.context.setOffline(true);
  }

  async goOnline(): Promise<void> {
    this.offline = false;
    if (this.on) await this.context.setOffline(false);
  }

  /** The battery dies: every process of this browser ends at once, with no chance to write anything. */
  async kill(): Promise<void> {
    const gone = this.context.waitForEvent("close");
    await endAtOnce(this.profile);
    await gone;
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  async discard(): Promise<void> {
    await this.context.close().catch(() => {});
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
