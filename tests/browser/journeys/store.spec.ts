// The app's own tests in Rust, run inside Chromium: what every store promises, kept by IndexedDB.
import { spawn } from "node:child_process";
import { basename, delimiter } from "node:path";
import { expect, test } from "../actors/test.ts";

const programs = (process.env.DOORSTEP_WASM_TESTS ?? "").split(delimiter).filter(Boolean);
const runner = process.env.DOORSTEP_WASM_RUNNER ?? "wasm-bindgen-test-runner";

for (const program of programs) {
  test(`${basename(program).replace(/-[0-9a-f]{16}\.wasm$/, "")} keeps its promises in a real browser`, async ({ device }) => {
    const server = spawn(runner, [program], {
      env: { ...process.env, NO_HEADLESS: "1", WASM_BINDGEN_TEST_ADDRESS: "127.0.0.1:0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const address = await new Promise<string>((resolve, reject) => {
        let printed = "";
        server.stdout.on("data", (bytes: Buffer) => {
          printed += bytes.toString();
          const found = printed.match(/available at (http:\/\/\S+)/);
          if (found) resolve(found[1]);
        });
        server.once("error", reject);
        server.once("exit", () => reject(new Error(`the test server ended:\n${printed}`)));
      });
      const tablet = await device("tablet");
      await tablet.goto(address);
      const output = tablet.page.locator("#output");
      await expect(output).toContainText("test result:", { timeout: 60_000 });
      const said = await output.innerText();
      expect(said).toMatch(/test result: ok\. [1-9]\d* passed; 0 failed/);
    } finally {
      server.kill("SIGKILL");
    }
  });
}
