// What xtask tells the browser tests: which browsers, which relay, which built app, where reports go.
// Defaults let `npx playwright test` be run by hand after a build.
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const top = resolve(import.meta.dirname, "../../..");
const firstThere = (paths: string[]) => paths.find((path) => existsSync(path)) ?? paths[0];

export const chromium =
  process.env.DOORSTEP_CHROMIUM ?? firstThere(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]);
export const firefox = process.env.DOORSTEP_FIREFOX ?? firstThere(["/usr/bin/firefox-esr", "/usr/bin/firefox"]);
export const webkitDriver = "WebKitWebDriver";
export const xvfb = "Xvfb";
export const relayProgram = process.env.DOORSTEP_RELAY ?? resolve(top, "target/debug/doorstep-relay");
export const dist = process.env.DOORSTEP_DIST ?? firstThere([resolve(top, "target/dist/dev"), resolve(top, "target/dist/release")]);
export const out = process.env.DOORSTEP_OUT ?? resolve(top, "target/browser");
export const shots = process.env.DOORSTEP_SHOTS ?? resolve(top, "target/shots");
