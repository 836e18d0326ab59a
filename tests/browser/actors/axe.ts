// Accessibility rules of WCAG 2.2 AA, run by axe on the screen as it stands.
import { expect, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Fails, naming rule and element, when axe finds anything. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  // `evaluate` is not subject to the content security policy, a script tag would be.
  await page.evaluate(source);
  const found = await page.evaluate(async (values) => {
    const axe = (globalThis as unknown as { axe: { run(root: Document, options: object): Promise<AxeResult> } }).axe;
    interface AxeResult {
      violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[];
    }
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id} (${help}) at ${node.target.join(" ")}: ${node.failureSummary ?? ""}`),
    );
  }, rules);
  expect(found, `axe on ${screen}`).toEqual([]);
}
