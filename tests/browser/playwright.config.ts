// How the browser tests run. `cargo xtask test browser`, `shots` and `bench` build what they need and start this.
import { defineConfig } from "@playwright/test";
import { out } from "./actors/environment.ts";

export default defineConfig({
  outputDir: `${out}/failures`,
  // One relay and two browsers a test: two tests at a time have been a little faster on two cores, and not yet reliable.
  workers: 1,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  projects: [
    { name: "specs", testDir: "specs" },
    { name: "chromium", testDir: "engines", timeout: 240_000 },
    { name: "firefox", testDir: "engines", timeout: 240_000 },
    { name: "webkit", testDir: "engines", timeout: 240_000 },
    { name: "shots", testDir: "shots", timeout: 600_000, workers: 1 },
    { name: "bench", testDir: "bench", timeout: 600_000, workers: 1 },
  ],
});
