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
      } else if (last && /^(\s+\S|\})/.test(line)) {
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
export function message(language: Language, id: string): string | RegExp {
  const text = catalogue(language).get(id);
  if (text === undefined) throw new Error(`app/locales/${language} has no message ${id}`);
  return text.includes("{") ? new RegExp(`^${pattern(text)}$`, "s") : text;
}

/** A pattern for a text with `{ $name }` (anything) and `{ $count -> [one] … *[other] … }` (one of these) in it. */
function pattern(text: string): string {
  let out = "";
  for (const part of topLevel(text)) {
    if (!part.inside) {
      out += literally(part.text);
    } else if (part.text.includes("->")) {
      const variants = part.text.slice(part.text.indexOf("->") + 2).split(/\s\*?\[[^\]]+\]/);
      out += `(?:${variants.slice(1).map((variant) => pattern(variant.trim())).join("|")})`;
    } else if (/^\s*"/.test(part.text)) {
      out += literally(part.text.trim().slice(1, -1));
    } else {
      out += ".*";
    }
  }
  return out;
}

/** Splits at the outermost braces. */
function topLevel(text: string): { text: string; inside: boolean }[] {
  const parts: { text: string; inside: boolean }[] = [];
  let depth = 0;
  let current = "";
  for (const letter of text) {
    const opens = letter === "{";
    if (!opens && letter !== "}") {
      current += letter;
      continue;
    }
    if ((opens && depth === 0) || (!opens && depth === 1)) {
      parts.push({ text: current, inside: !opens });
      current = "";
    } else {
      current += letter;
    }
    depth += opens ? 1 : -1;
  }
  parts.push({ text: current, inside: false });
  return parts;
}
