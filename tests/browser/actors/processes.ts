// The processes of a browser, found by the profile folder that they run on.
import { readdirSync, readFileSync } from "node:fs";

/** Every process on `profile` ends at once, with no chance to write anything; returns when none is left. */
export async function endAtOnce(profile: string): Promise<void> {
  for (let left = processesOf(profile); left.length > 0; left = processesOf(profile)) {
    for (const process_ of left) {
      try {
        process.kill(process_, "SIGKILL");
      } catch {
        // Ended together with its parent.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Numbers of the processes that name `profile` in their command line or environment, the oldest first. */
function processesOf(profile: string): number[] {
  const found: number[] = [];
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      // A process that has ended and only waits to be buried has neither.
      if (["cmdline", "environ"].some((file) => readFileSync(`/proc/${name}/${file}`, "utf8").includes(profile))) found.push(Number(name));
    } catch {
      // Ended while we were looking.
    }
  }
  return found.sort((a, b) => a - b);
}
