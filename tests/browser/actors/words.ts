// What the app says, read from its own catalogues: the tests then follow a change of wording, and speak Spanish.
// Where a message holds something that varies, a pattern is returned that matches any of it.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

export type Language = "en" | "es";

const catalogues = new Map<Language, Map<string, string>>();

function catalogue(language: Language): Map<string, string> {
  const known = catalogues.get(language);
  if (known) return known;
  const messages = new Map<string, string>();
  const folder = resolve(import.meta.dirname, "../../../app/locales", language);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".ftl"))) {
    let last = "";
    for (const line of readFileSync(resolve(folder, file), "utf8").split("\n")) {
      const found = line.match(/^([a-z][a-zA-Z0-9_-]*) *= ?(.*)$/);
      if (found) {
        last = found[1];
        messages.set(last, found[2]);
      } else if (last && /^\s+\S/.test(line)) {
        messages.set(last, `${messages.get(last)} ${line.trim()}`.trim());
      } else if (line.trim()) {
        last = "";
      }
    }
  }
  catalogues.set(language, messages);
  return messages;
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The message `id`: exactly, or as a pattern where it holds something that varies. */
export function say(language: Language, id: string): string | RegExp {
  const text = catalogue(language).get(id);
  if (text === undefined) throw new Error(`app/locales/${language} has no message ${id}`);
  if (!text.includes("{")) return text;
  // `{ $name }`, and `{ $count -> [one] … *[other] … }` with whatever is inside.
  const parts: string[] = [];
  let depth = 0;
  for (const letter of text) {
    if (letter === "{") {
      if (depth === 0) parts.push("\0");
      depth += 1;
    } else if (letter === "}") {
      depth -= 1;
    } else if (depth === 0) {
      parts.push(letter);
    }
  }
  return new RegExp(`^${literally(parts.join("")).replaceAll("\0", ".*")}$`, "s");
}
