// Paints the lock and loads the program. It is a file of its own because inline scripts are forbidden by the content
// security policy, and runs before the page's body is read: so the lock is in the very first thing that is painted.
// What it can say when nothing else comes is in two languages here; everything else is in the phrasebook of the language.
(() => {
  "use strict";
  const lastWords = {
    en: {
      failed: "Doorstep did not start. Everything you wrote is still on this device.",
      old: "This browser is too old to open Doorstep. Everything you wrote is still on this device. Update the browser and open Doorstep again.",
      again: "Try again",
    },
    es: {
      failed: "Doorstep no se ha abierto. Todo lo que escribió sigue en este dispositivo.",
      old: "Este navegador es demasiado antiguo para abrir Doorstep. Todo lo que escribió sigue en este dispositivo. Actualice el navegador y vuelva a abrir Doorstep.",
      again: "Volver a intentarlo",
    },
  };
  // What a person chose for this browser (see `frame/preferences.rs`), so that the first paint is theirs already.
  const chosen = (name) => {
    try {
      return localStorage.getItem(`doorstep.${name}`);
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  root.lang = (chosen("language") ?? navigator.language).startsWith("es") ? "es" : "en";
  if (chosen("theme")) root.dataset.theme = chosen("theme");
  const say = lastWords[root.lang];

  // A page that could not start says so in the frame that is already painted.
  const stop = (text, error) => {
    // The frame comes after this script.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => stop(text, error));
      return;
    }
    console.error(error);
    const place = document.getElementById("frame-words");
    if (!place) return;
    document.getElementById("door")?.remove();
    place.setAttribute("role", "alert");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = say.again;
    button.addEventListener("click", () => location.reload());
    place.replaceChildren(text, document.createElement("br"), button);
    document.getElementById("frame").classList.add("frame-stopped");
  };

  // The program broke while it ran: WebAssembly trapped, and nothing may be asked of it any more. What the panel says
  // the program has left behind (see `shell/broken.rs`).
  let running;
  const broke = (error) => {
    if (!(error instanceof WebAssembly.RuntimeError) || document.getElementById("broken")) return;
    running?.broke();
    const { title, text, again } = globalThis.doorstepBroken ?? { title: "Doorstep", text: say.failed, again: say.again };
    const part = (name, words) => Object.assign(document.createElement(name), { textContent: words });
    const panel = part("div", "");
    const button = part("button", again);
    panel.id = "broken";
    panel.setAttribute("role", "alertdialog");
    panel.setAttribute("aria-label", title);
    button.addEventListener("click", () => location.reload());
    panel.append(part("h1", title), part("p", text), button);
    document.body.append(panel);
    button.focus();
  };
  addEventListener("error", (event) => broke(event.error));
  addEventListener("unhandledrejection", (event) => broke(event.reason));

  const meta = document.querySelector('meta[name="doorstep-program"]');
  // Of each file of the program: its address, and the hash it is checked by.
  const named = (name) => meta.getAttribute(`data-${name}`).split(" ");
  const [script, scriptHash] = named("js");

  // The lock as this very program drew it the last time (see `shell/boot.rs`): a passphrase can be typed while the
  // program is still on its way, and the program takes it over, sent or half written. Says whether it is there.
  const showDoor = () => {
    const [drawn, ...html] = (chosen("door") ?? "").split("\n");
    if (drawn !== `${script} ${root.lang}`) return false;
    const door = document.createElement("div");
    door.id = "door";
    door.innerHTML = html.join("\n");
    door.addEventListener("submit", (event) => {
      event.preventDefault();
      door.dataset.sent = "";
    });
    document.body.prepend(door);
    door.querySelector("input")?.focus();
    // If another tab is at work, this one will say so, and wants no passphrase. The answer takes longer than painting,
    // and is nearly always no.
    navigator.locks.query().then(
      ({ held }) => held.some((lock) => lock.name === "doorstep-tab") && door.remove(),
      (error) => console.warn(error),
    );
    return true;
  };

  // The service worker asks each tab which files it runs on before it forgets those of an earlier version.
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data !== "which-files" || !event.ports[0]) return;
      const links = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=modulepreload]")];
      const files = links.map((link) => new URL(link.src || link.href).pathname);
      const ofProgram = Object.values(meta.dataset).map((file) => file.split(" ")[0]);
      event.ports[0].postMessage([...files, ...ofProgram]);
    });
    navigator.serviceWorker.startMessages();
  }

  const start = async () => {
    const bring = ([file, integrity]) => fetch(file, { integrity, credentials: "same-origin" });
    const words = bring(named(`words-${root.lang}`));
    const wasm = bring(named("wasm"));
    // `import` checks no hash, this link does; what it loads is what `import` then takes, from the same module map.
    const link = document.createElement("link");
    Object.assign(link, { rel: "modulepreload", crossOrigin: "anonymous", integrity: scriptHash, href: script });
    document.head.append(link);
    running = await import(script);
    // The program finds them here (see `shell/words.rs`). If they do not come, it does not start.
    globalThis.doorstepWords = await (await words).text();
    await running.default({ module_or_path: wasm });
  };
  const go = () => start().catch((error) => stop(say.failed, error));
  if (typeof WebAssembly !== "object" || !navigator.locks || !window.indexedDB) {
    stop(say.old, "missing: WebAssembly, Web Locks or IndexedDB");
  } else if (showDoor() && !document.hidden) {
    // On a slow tablet the program's coming would hold up the lock's painting: it sets out when that is done.
    requestAnimationFrame(() => setTimeout(go));
  } else {
    go();
  }
})();
