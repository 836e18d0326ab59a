// Looks for typed text in the bytes of files, the way someone would who took the disk home.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** Files below `folder`, or `folder` itself if it is a file. */
export function filesBelow(folder: string): string[] {
  if (statSync(folder).isFile()) return [folder];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}

/** Where any of `texts` stands in any file below `folder`, in UTF-8 or UTF-16. */
export function findTyped(folder: string, texts: string[]): string[] {
  const wanted = texts.flatMap((text) => [
    { text, encoding: "UTF-8", bytes: Buffer.from(text, "utf8") },
    { text, encoding: "UTF-16", bytes: Buffer.from(text, "utf16le") },
  ]);
  return filesBelow(folder).flatMap((file) => {
    const bytes = read(file);
    return wanted
      .filter(({ bytes: sought }) => bytes.includes(sought))
      .map(({ text, encoding }) => `${relative(folder, file)} holds “${text}” (${encoding})`);
  });
}

/** What is in a file; nothing if a browser that is still running took it away while we were looking. */
function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}
