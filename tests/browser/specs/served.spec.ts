// How the relay serves the app: nothing from elsewhere, nothing inline, small, and cached only where that is safe.
import { expect, test } from "../actors/test.ts";

const get = (url: string, encodings: string) => fetch(url, { headers: { "accept-encoding": encodings } });

test("the page comes with a strict policy and the usual locks", async ({ relay }) => {
  const answer = await get(`${relay.origin}/`, "identity");
  const policy = answer.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/default-src '(none|self)'/);
  expect(policy).toContain("'wasm-unsafe-eval'");
  expect(policy).not.toContain("'unsafe-inline'");
  expect(policy).not.toContain("'unsafe-eval'");
  expect(policy).not.toMatch(/https?:/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
});

test("the page and the service worker are asked for again, built files never", async ({ relay }) => {
  const page = await get(`${relay.origin}/`, "identity");
  expect(page.headers.get("cache-control")).toContain("no-cache");
  const worker = await get(`${relay.origin}/sw.js`, "identity");
  expect(worker.headers.get("cache-control")).toContain("no-cache");
  const text = await page.text();
  for (const [name, type] of [["wasm", "application/wasm"], ["js", "text/javascript; charset=utf-8"], ["messages-en", "text/plain; charset=utf-8"]]) {
    const file = text.match(new RegExp(`data-${name}="([^" ]+)`))?.[1];
    expect(file, `the page names its ${name}`).toBeTruthy();
    const built = await get(new URL(file ?? "", relay.origin).href, "br, gzip");
    expect(built.status).toBe(200);
    expect(built.headers.get("content-type")).toBe(type);
    expect(built.headers.get("cache-control")).toContain("immutable");
    expect(built.headers.get("content-encoding")).toBe("br");
  }
});

test("every address of a screen is the page, and nothing outside the app's folder is served", async ({ relay }) => {
  const page = await (await get(`${relay.origin}/`, "identity")).text();
  for (const path of ["/cases", "/cases/new", "/me", "/join", "/setup"]) {
    expect(await (await get(`${relay.origin}${path}`, "identity")).text(), path).toBe(page);
  }
  for (const path of ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml", "/assets/nothing-here.js"]) {
    const answer = await get(`${relay.origin}${path}`, "identity");
    expect(await answer.text(), path).not.toContain("[workspace]");
  }
});

test("health and figures are there for whoever runs it, with nothing of anybody's", async ({ relay }) => {
  expect((await get(`${relay.origin}/healthz`, "identity")).status).toBe(200);
  const figures = await (await get(`${relay.origin}/metrics`, "identity")).text();
  expect(figures).toMatch(/^# TYPE doorstep_/m);
});
