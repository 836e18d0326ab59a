// Loads the program. It is a file of its own because inline scripts are forbidden by the content security policy.
// What it can say when the program does not come is in two languages, since translations live in the program.
(() => {
  "use strict";
  const words = {
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
  // What a person chose for this browser (see `ui/preferences.rs`), so that the first paint is theirs already.
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
  const say = words[root.lang];

  // A page that could not start says so in the frame that is already painted.
  const stop = (text, error) => {
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

  const program = document.querySelector('meta[name="doorstep-program"]').dataset;

  // The lock as this very program drew it the last time (see `shell/boot.rs`): a passphrase can be typed while the
  // program is still on its way, and the program takes it over, sent or half written.
  const showDoor = async () => {
    const [drawn, ...html] = (chosen("door") ?? "").split("\n");
    if (drawn !== `${program.js} ${root.lang}`) return;
    const { held } = await navigator.locks.query();
    // Another tab is at work: this one will say so, and wants no passphrase.
    if (held.some((lock) => lock.name === "doorstep-tab")) return;
    const frame = document.getElementById("frame");
    if (!frame || frame.classList.contains("frame-stopped")) return;
    const door = document.createElement("div");
    door.id = "door";
    door.innerHTML = html.join("\n");
    door.addEventListener("submit", (event) => {
      event.preventDefault();
      door.dataset.sent = "";
    });
    frame.before(door);
    door.querySelector("input")?.focus();
  };

  // The service worker asks each tab which files it runs on before it forgets those of an earlier version.
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data !== "which-files" || !event.ports[0]) return;
      const links = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=modulepreload]")];
      const files = links.map((link) => new URL(link.src || link.href).pathname);
      event.ports[0].postMessage([...files, program.js, program.wasm]);
    });
    navigator.serviceWorker.startMessages();
  }

  const start = async () => {
    const wasm = fetch(program.wasm, { integrity: program.integrity ?? "", credentials: "same-origin" });
    // The module was checked against the hash in its preload link; the same entry of the module map is used here.
    const module = await import(program.js);
    await module.default({ module_or_path: wasm });
  };
  if (typeof WebAssembly !== "object" || !navigator.locks || !window.indexedDB) {
    stop(say.old, "missing: WebAssembly, Web Locks or IndexedDB");
  } else {
    start().catch((error) => stop(say.failed, error));
    showDoor().catch((error) => console.warn(error));
  }
})();
