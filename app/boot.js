// Paints the lock and loads the program. It is a file of its own because inline scripts are forbidden by the content
// security policy, and runs before the page's body is read: so the lock is in the very first thing that is painted.
// What it can say when nothing else comes is in two languages here; everything else is in the messages of the language.
(() => {
  "use strict";
  const lastWords = {
    en: {
      failed: "Doorstep did not start. Everything you wrote is still on this device.",
      old: "This browser is too old to open Doorstep. Everything you wrote is still on this device. Update the browser and open Doorstep again.",
      again: "Try again",
      report: "Report",
      copy: "Copy report",
      copied: "Copied",
    },
    es: {
      failed: "Doorstep no se ha abierto. Todo lo que escribió sigue en este dispositivo.",
      old: "Este navegador es demasiado antiguo para abrir Doorstep. Todo lo que escribió sigue en este dispositivo. Actualice el navegador y vuelva a abrir Doorstep.",
      again: "Volver a intentarlo",
      report: "Informe",
      copy: "Copiar informe",
      copied: "Copiado",
    },
  };
  // What the program keeps for this browser, as JSON (see `shell/local_storage.rs`).
  const stored = (name) => {
    try {
      return JSON.parse(localStorage.getItem(`doorstep.${name}`));
    } catch {
      return null;
    }
  };
  // What a person chose for this browser, so that the first paint is theirs already.
  const settings = stored("settings");
  const root = document.documentElement;
  root.lang = (settings?.language ?? navigator.language).startsWith("es") ? "es" : "en";
  if (settings?.theme) root.dataset.theme = settings.theme;
  const say = lastWords[root.lang];

  // An element with attributes and children; texts are texts, whatever stands in them.
  const fill = (element, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const html = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  const button = (text, act) => {
    const made = html("button", { type: "button" }, text);
    made.addEventListener("click", act);
    return made;
  };

  // A page that could not start says so in the frame that is already painted.
  const stop = (text, error) => {
    // The frame comes after this script.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => stop(text, error));
      return;
    }
    console.error(error);
    const status = document.getElementById("frame-status");
    if (!status) return;
    document.getElementById("painted-lock")?.remove();
    status.setAttribute("role", "alert");
    status.replaceChildren(text, document.createElement("br"), button(say.again, () => location.reload()));
    document.getElementById("frame").classList.add("frame-stopped");
  };

  // The program broke while it ran: WebAssembly trapped, and nothing may be asked of it any more. What the panel says,
  // and where a panic was, the program has left behind (see `shell/broken.rs`). A trap that was no panic (no memory, no
  // stack) is told by the browser's own words and the functions it happened in.
  let running;
  const report = (error) => {
    const { version, panic } = globalThis.doorstepBroken ?? {};
    const where = panic ?? `${error.message}\n${(error.stack ?? "").split("\n").slice(0, 12).join("\n")}`;
    return [`Doorstep ${version ?? "?"} (${script})`, where, navigator.userAgent, new Date().toISOString()].join("\n");
  };
  const broke = (error) => {
    if (!(error instanceof WebAssembly.RuntimeError) || document.getElementById("broken")) return;
    running?.broke();
    const words = { title: "Doorstep", text: say.failed, ...say, ...globalThis.doorstepBroken?.words };
    const text = html("textarea", { readonly: "", rows: "6", "aria-label": words.report });
    text.value = report(error);
    const again = button(words.again, () => location.reload());
    const copy = button(words.copy, async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
        copy.textContent = words.copied;
      } catch (refused) {
        // It is selected, and can be copied by hand.
        console.warn(refused);
      }
    });
    const panel = html("div", { id: "broken", role: "alertdialog", "aria-label": words.title });
    panel.append(html("h1", {}, words.title), html("p", {}, words.text), again, text, copy);
    // Nothing that a person does reaches the program any more.
    for (const rest of document.body.children) rest.inert = true;
    for (const name of ["keydown", "keyup", "beforeinput", "input", "pointerdown", "click", "submit"]) {
      addEventListener(name, (event) => panel.contains(event.target) || event.stopImmediatePropagation(), true);
      panel.addEventListener(name, (event) => event.stopPropagation());
    }
    document.body.append(panel);
    again.focus();
  };
  addEventListener("error", (event) => broke(event.error));
  addEventListener("unhandledrejection", (event) => broke(event.reason));

  const meta = document.querySelector('meta[name="doorstep-program"]');
  // Of each file of the program: its address, and the hash it is checked by.
  const named = (name) => meta.getAttribute(`data-${name}`).split(" ");
  const [script, scriptHash] = named("js");

  // The lock as this very program draws it (see `Unlock`), with the labels that it left behind (`shell/painted_lock.rs`):
  // a passphrase can be typed while the program is still on its way, and the program takes it over, sent or half written.
  const drawnLock = ({ title, passphrase, show, open, forgotten, language, languages }) => {
    const mark = svg(
      "svg",
      { class: "mark", viewBox: "0 0 40 40", "aria-hidden": "true" },
      svg("rect", { class: "mark-tile", width: "40", height: "40", rx: "11" }),
      svg("path", { class: "mark-line", d: "M12 30V18.5a8 8 0 0 1 16 0V30" }),
      svg("path", { class: "mark-line", d: "M8 30h24" }),
      svg("path", { class: "mark-leaf", d: "M20 30V19.5l5 2V30z" }),
    );
    const choices = languages.map(([tag, name]) => {
      const current = tag === root.lang ? { "aria-current": "true" } : {};
      return html("button", { type: "button", class: "btn quiet", lang: tag, ...current }, name);
    });
    const field = html("input", { id: "passphrase", class: "line", type: "password", autocomplete: "current-password", autocapitalize: "none", spellcheck: "false" });
    return html(
      "div",
      { class: "threshold" },
      html("header", { class: "row apart" }, html("span", { class: "row" }, mark, html("strong", {}, "Doorstep")), html("nav", { class: "row", "aria-label": language }, ...choices)),
      html(
        "main",
        { class: "column" },
        html("h1", { tabindex: "-1" }, title),
        html(
          "form",
          { class: "fields", novalidate: "" },
          html("div", { class: "field" }, html("label", { for: "passphrase" }, passphrase), html("div", { class: "with-button" }, field, html("button", { type: "button", class: "btn", "aria-pressed": "false" }, show))),
          html("button", { class: "btn primary", type: "submit" }, open),
        ),
        html("p", { class: "soft s" }, forgotten),
      ),
    );
  };
  // Says whether it is there.
  const paintLock = () => {
    const lock = stored("lock");
    if (lock?.program !== script || lock.language !== root.lang) return false;
    const painted = html("div", { id: "painted-lock" }, drawnLock(lock.labels));
    painted.addEventListener("submit", (event) => {
      event.preventDefault();
      painted.dataset.sent = "";
    });
    document.body.prepend(painted);
    painted.querySelector("input").focus();
    // If another tab is at work, this one will say so, and wants no passphrase. The answer takes longer than painting,
    // and is nearly always no.
    navigator.locks.query().then(
      ({ held }) => held.some((lock) => lock.name === "doorstep-tab") && painted.remove(),
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
    const messages = bring(named(`messages-${root.lang}`));
    const wasm = bring(named("wasm"));
    // `import` checks no hash, this link does; what it loads is what `import` then takes, from the same module map.
    const link = html("link", { rel: "modulepreload", crossorigin: "anonymous", integrity: scriptHash, href: script });
    document.head.append(link);
    running = await import(script);
    // The program finds them here (see `shell/assets.rs`). If they do not come, it does not start.
    globalThis.doorstepMessages = await (await messages).text();
    await running.default({ module_or_path: wasm });
  };
  const go = () => start().catch((error) => stop(say.failed, error));
  if (typeof WebAssembly !== "object" || !navigator.locks || !window.indexedDB) {
    stop(say.old, "missing: WebAssembly, Web Locks or IndexedDB");
  } else if (paintLock() && !document.hidden) {
    // On a slow tablet the program's coming would hold up the lock's painting: it sets out when that is done.
    requestAnimationFrame(() => setTimeout(go));
  } else {
    go();
  }
})();
