// Keeps the whole app on the device, so that it starts with the network off, from cold.
// One version is one cache, filled completely and checked by hash, or not at all. A new version waits until a person
// takes it; files of an earlier version stay while any open tab runs on them.
"use strict";

// [path, integrity] of every built file; the build replaces both lines below (`cargo xtask precache`).
const FILES = [];
const VERSION = "unbuilt";

const FAMILY = "doorstep-app-";
const CACHE = FAMILY + VERSION;
const KNOWN = new Set(FILES.map(([path]) => path));
const PAGE = "/";
// What the relay answers itself and never the app.
const RELAY = ["/healthz", "/metrics", "/sync", "/files"];

const earlier = async () => (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== CACHE);

// The file as an earlier version kept it, if its bytes are the ones wanted now.
async function keptFile(path, integrity) {
  for (const name of await earlier()) {
    const response = await (await caches.open(name)).match(path, { ignoreVary: true });
    if (!response) continue;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", await response.clone().arrayBuffer()));
    if (`sha384-${btoa(String.fromCharCode(...digest))}` === integrity) return response;
  }
  return null;
}

async function fetchedFile(path, integrity) {
  const response = await fetch(path, { integrity, cache: "no-cache", credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
  return response;
}

async function fill() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(
      FILES.map(async ([path, integrity]) => {
        // The page carries the relay's security headers: always as the relay sends it today.
        const kept = path === PAGE ? null : await keptFile(path, integrity);
        await cache.put(path, kept || (await fetchedFile(path, integrity)));
      }),
    );
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

function filesOf(client) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data);
    setTimeout(() => resolve(null), 3000);
    client.postMessage("which-files", [port2]);
  });
}

// Forgets earlier versions once no open tab runs on them. A tab that does not answer counts as running on them.
async function tidy() {
  const names = await earlier();
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const answers = await Promise.all(pages.map(filesOf));
  const unused = answers.every((files) => Array.isArray(files) && files.every((path) => KNOWN.has(path)));
  // A waiting or installing version has its cache already.
  if (!unused || registration.waiting || registration.installing) return;
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function answer(path, request) {
  const options = { ignoreVary: true };
  const own = await (await caches.open(CACHE)).match(path, options);
  return own || (await caches.match(path, options)) || fetch(request);
}

// Where the browser can, it takes these files from the cache by itself, without first starting this worker: a cold start
// is that much shorter. Everything else (screens' addresses, files of earlier versions) comes here as ever.
async function shortcut(event) {
  if (!event.addRoutes) return;
  const cache = await caches.open(CACHE);
  const kept = await Promise.all(FILES.map(([path]) => cache.match(path, { ignoreVary: true })));
  // It heeds `Vary`, unlike `answer`, and asks the network where that does not match. Encodings are no matter here;
  // where something between the relay and this device adds more, there is no short way.
  if (!kept.every((response) => /^(accept-encoding)?$/i.test(response.headers.get("vary") ?? ""))) return;
  const source = { cacheName: CACHE };
  const at = (pathname) => ({ requestMethod: "GET", urlPattern: { pathname, search: "", baseURL: location.origin } });
  await event.addRoutes(FILES.map(([path]) => ({ condition: at(path), source })));
}

self.addEventListener("install", (event) => {
  // A browser that knows other routes than these does without.
  event.waitUntil(fill().then(() => shortcut(event).catch((error) => console.warn(error))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(clients.claim().then(tidy));
});

self.addEventListener("message", (event) => {
  if (event.data === "take-over") self.skipWaiting();
  if (event.data === "tidy") event.waitUntil(tidy());
  if (event.data === "version" && event.ports[0]) event.ports[0].postMessage(VERSION);
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (RELAY.some((path) => pathname === path || pathname.startsWith(`${path}/`))) return;
  const path = request.mode === "navigate" && !KNOWN.has(pathname) ? PAGE : pathname;
  event.respondWith(answer(path, request));
});
