// WebKit as Debian has it (WebKitGTK), the engine of every browser on an iPad. Driven by WebDriver (W3C, level 2), which
// needs nothing but requests; the window is on a screen of its own that nobody sees.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Readable } from "node:stream";
import { expect } from "@playwright/test";
import { NO_NETWORK } from "../actors/device.ts";
import * as environment from "../actors/environment.ts";
import { freePort } from "../actors/ports.ts";
import { endAtOnce } from "../actors/processes.ts";
import { type Browser, type Kind, type Name, PATIENCE } from "./browser.ts";

const SELECTORS: Record<Kind, string> = {
  button: "button, [role=button]",
  link: "a[href]",
  field: "input, textarea, select",
  checkbox: "input[type=checkbox]",
  heading: "h1, h2, h3, h4",
};

/** How an element is named in what WebDriver sends and receives (WebDriver, section 12.1). */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** What WebKit says about parts of standards that it does not know; the app does without. */
const UNKNOWN = /Unrecognized Content-Security-Policy directive|Viewport argument key/;

/** Keys without a letter (WebDriver, section 17.4.2). */
const ENTER = "\uE007";
const END = "\uE010";

const WIDTH = 1180;
const HEIGHT = 820;

export class WebKitBrowser implements Browser {
  private readonly profile = mkdtempSync(join(tmpdir(), "doorstep-webkit-"));
  private readonly console = join(this.profile, "console.txt");
  private screen?: Screen;
  private session = "";

  private constructor(private readonly origin: string) {}

  static async start(origin: string): Promise<WebKitBrowser> {
    const browser = new WebKitBrowser(origin);
    await browser.start();
    return browser;
  }

  get complaints(): string[] {
    const lines = readFileSync(this.console, "utf8").split("\n");
    return lines.filter((line) => /CONSOLE (?!NETWORK ).*ERROR/.test(line) && !NO_NETWORK.test(line) && !UNKNOWN.test(line));
  }

  async start(): Promise<void> {
    this.screen ??= await Screen.start();
    const at = await this.startDriver(this.screen.name);
    const started = await request(`${at}/session`, "POST", {
      capabilities: {
        alwaysMatch: {
          "webkitgtk:browserOptions": {
            // The driver lets the browser print nowhere; what pages complain about is wanted.
            binary: "/bin/sh",
            args: ["-c", 'exec gjs -m "$@" >>"$0" 2>&1', this.console, resolve(import.meta.dirname, "webkitgtk.js"), this.profile, String(WIDTH), String(HEIGHT)],
          },
        },
      },
    });
    this.session = `${at}/session/${(started as { sessionId: string }).sessionId}`;
  }

  /** Starts the driver, which starts the browser; returns its address. */
  private async startDriver(display: string): Promise<string> {
    const env = {
      ...process.env,
      DISPLAY: display,
      TZ: "Europe/Madrid",
      LIBGL_ALWAYS_SOFTWARE: "1",
      // By this its processes are known when the battery dies.
      DOORSTEP_PROFILE: this.profile,
      // What GTK and its libraries keep goes along with the profile.
      HOME: this.profile,
      XDG_CACHE_HOME: join(this.profile, "xdg"),
    };
    // Only whoever listens has a port for sure: if another program was quicker, the driver ends, and another port is tried.
    for (let tries = 0; tries < 5; tries += 1) {
      const port = await freePort();
      const driver = spawn(environment.webkitDriver, [`--port=${port}`], { env, stdio: "ignore" });
      const at = `http://127.0.0.1:${port}`;
      while (driver.exitCode === null) {
        const ready = await request(`${at}/status`, "GET").catch(() => null);
        if ((ready as { ready?: boolean } | null)?.ready) return at;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    throw new Error("WebKitWebDriver does not start");
  }

  private ask(method: "GET" | "POST", path: string, body?: object): Promise<unknown> {
    return request(this.session + path, method, body);
  }

  /** Such elements that can be seen; `others` is told of those that are not. */
  private async find(kind: Kind, name: Name, others: string[] = []): Promise<string[]> {
    const all = await this.all(SELECTORS[kind]);
    const found: string[] = [];
    for (const element of all.map((one) => `/element/${one[ELEMENT]}`)) {
      try {
        // In this order: what is not displayed has no name either, and to ask for it is an error.
        if (!(await this.visible(element))) {
          others.push("one that is not displayed");
          continue;
        }
        const label = (await this.ask("GET", `${element}/computedlabel`)) as string;
        if (typeof name === "string" ? label === name : name.test(label)) found.push(element);
        else others.push(`“${label}”`);
      } catch {
        // Gone from the page while we were looking.
        others.push("one that is gone");
      }
    }
    return found;
  }

  /** What a selector finds. (WebDriver loses its way when an element goes while it counts; whoever asks will ask again.) */
  private async all(value: string): Promise<Record<string, string>[]> {
    try {
      return (await this.ask("POST", "/elements", { using: "css selector", value })) as Record<string, string>[];
    } catch (error) {
      if (String(error).includes("Could not parse element info")) return [];
      throw error;
    }
  }

  /** Whether an element takes room and can be seen. (WebDriver's own question says no of textareas that anybody sees.) */
  private async visible(element: string): Promise<boolean> {
    const script = `
      const { width, height } = arguments[0].getBoundingClientRect();
      return width > 0 && height > 0 && arguments[0].checkVisibility({ opacityProperty: true, visibilityProperty: true });`;
    return (await this.ask("POST", "/execute/sync", { script, args: [{ [ELEMENT]: element.slice("/element/".length) }] })) === true;
  }

  private async first(kind: Kind, name: Name): Promise<string> {
    const others: string[] = [];
    const [found] = await this.find(kind, name, others);
    if (!found) throw new Error(`there is no ${kind} “${name}”, but ${others.join(", ") || "none at all"}`);
    return found;
  }

  async open(address: string): Promise<void> {
    await this.ask("POST", "/url", { url: new URL(address, this.origin).href });
  }

  async click(kind: Kind, name: Name): Promise<void> {
    await expect(async () => {
      const element = await this.first(kind, name);
      await this.touch(element);
      // The page may have moved under the finger.
      if (kind === "field" && (await this.focused()) !== element) throw new Error(`the cursor is not in “${name}”`);
    }).toPass(PATIENCE);
  }

  /** A press and a release where the element is. (WebDriver's own click refuses buttons that anybody can press.) */
  private async touch(element: string): Promise<void> {
    const script = `
      const [element] = arguments;
      element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
      const { left, top, width, height } = element.getBoundingClientRect();
      const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
      return element.contains(document.elementFromPoint(x, y)) ? { x, y } : null;`;
    const at = await this.ask("POST", "/execute/sync", { script, args: [{ [ELEMENT]: element.slice("/element/".length) }] });
    if (!at) throw new Error("something lies over it");
    const actions = [{ type: "pointerMove", duration: 0, origin: "viewport", ...at }, { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];
    await this.ask("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }] });
  }

  private async focused(): Promise<string> {
    const active = (await this.ask("GET", "/element/active")) as Record<string, string>;
    return `/element/${active[ELEMENT]}`;
  }

  async type(text: string): Promise<void> {
    await this.press([...text.replaceAll("\n", ENTER)]);
  }

  async end(): Promise<void> {
    await this.press([END]);
  }

  private async press(values: string[]): Promise<void> {
    const keys = values.flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.ask("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions: keys }] });
  }

  async count(kind: Kind, name: Name): Promise<number> {
    return (await this.find(kind, name)).length;
  }

  async value(label: Name): Promise<string> {
    return (await this.ask("GET", `${await this.first("field", label)}/property/value`)) as string;
  }

  text(): Promise<string> {
    return this.evaluate("return document.body.innerText");
  }

  async evaluate<T>(body: string): Promise<T> {
    const script = `const done = arguments[0]; (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }))`;
    const { value, error } = (await this.ask("POST", "/execute/async", { script, args: [] })) as { value: T; error?: string };
    if (error) throw new Error(error);
    return value;
  }

  async kill(): Promise<void> {
    await endAtOnce(this.profile);
  }

  async discard(): Promise<void> {
    await this.kill();
    this.screen?.end();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** An X server without a screen. It finds a free number by itself. */
class Screen {
  private constructor(
    private readonly server: ChildProcess,
    readonly name: string,
  ) {}

  static async start(): Promise<Screen> {
    const server = spawn(environment.xvfb, ["-displayfd", "3", "-screen", "0", `${WIDTH}x${HEIGHT}x24`, "-nolisten", "tcp"], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const number = await new Promise<string>((resolve, reject) => {
      (server.stdio[3] as Readable).once("data", (bytes: Buffer) => resolve(bytes.toString().trim()));
      server.once("error", reject);
      server.once("exit", (code) => reject(new Error(`Xvfb ended with ${code}`)));
    });
    return new Screen(server, `:${number}`);
  }

  end(): void {
    this.server.kill();
  }
}

/** What WebDriver answers; an error says what it says. */
async function request(url: string, method: "GET" | "POST", body?: object): Promise<unknown> {
  const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
  const { value } = (await answer.json()) as { value: { error?: string; message?: string } };
  if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}
