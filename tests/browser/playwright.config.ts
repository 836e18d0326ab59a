// How the browser tests run. `cargo xtask test browser`, `shots` and `bench` build what they need and start this.
import { defineConfig } from "@playwright/test";
import { out } from "./actors/environment.ts";

export default defineConfig({
  outputDir: `${out}/failures`,
  // One relay and two browsers a test: on two cores more than one test at a time only makes everything slower.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  projects: [
    { name: "specs", testDir: "specs" },
    { name: "shots", testDir: "shots", timeout: 600_000 },
    { name: "bench", testDir: "bench", timeout: 600_000 },
  ],
});
