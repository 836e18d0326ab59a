// The real relay program on a free port with a folder of its own.
// It keeps its port and folder when it is stopped, killed and started again, as a relay in an office does.
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dist, relayProgram } from "./environment.ts";
import { freePort } from "./ports.ts";

export class Relay {
  readonly folder = mkdtempSync(join(tmpdir(), "doorstep-relay-"));
  readonly data = join(this.folder, "data");
  /** The built app it serves; read when it starts. */
  app = dist;
  /** Everything it printed since it was first started. */
  printed = "";
  private process: ChildProcess | null = null;

  private backups = 0;

  private constructor(readonly port: number) {}

  static async start(): Promise<Relay> {
    // Only a relay that listens has its port for sure: if another program was quicker, another port is tried.
    for (;;) {
      const relay = new Relay(await freePort());
      try {
        await relay.start();
        return relay;
      } catch (error) {
        await relay.discard();
        if (!/address already in use/i.test(relay.printed)) throw error;
      }
    }
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get running(): boolean {
    return this.process !== null;
  }

  /** The one-time link that creates the first workspace. */
  get setupLink(): string {
    const link = this.printed.match(/https?:\/\/\S+\/setup\S*/)?.[0];
    if (!link) throw new Error(`the relay printed no set-up link:\n${this.printed}`);
    return link;
  }

  async start(): Promise<void> {
    const child = spawn(
      relayProgram,
      ["serve", "--listen", `127.0.0.1:${this.port}`, "--data", this.data, "--app", this.app, "--print-setup-link"],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.process = child;
    const before = this.printed.length;
    await new Promise<void>((resolve, reject) => {
      const keep = (bytes: Buffer) => {
        this.printed += bytes.toString();
        // Said once its port is open: whoever connects from now on is answered. A new one also says its set-up link, after that.
        const said = this.printed.slice(before);
        if (said.includes("is ready at") && (before > 0 || /\/setup\S*\s/.test(said))) resolve();
      };
      child.stdout.on("data", keep);
      child.stderr.on("data", keep);
      child.once("error", reject);
      // Closed, not only ended: then everything it said has been read.
      child.once("close", () => {
        if (this.process === child) this.process = null;
        reject(new Error(`the relay ended by itself:\n${this.printed}`));
      });
    });
  }

  /** Asked to end, as by a service manager. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** As by a power cut. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    if (!child) return;
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill(signal);
    const patience = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(patience);
  }

  /** The same app under another version number, as after an update; the relay must be stopped. Returns the number. */
  serveNewerVersion(): string {
    const newest = "0123456789abcdef";
    const newer = join(this.folder, "newer");
    cpSync(this.app, newer, { recursive: true });
    const worker = join(newer, "sw.js");
    const source = readFileSync(worker, "utf8");
    const changed = source.replace(/const VERSION = "[0-9a-f]+";/, `const VERSION = "${newest}";`);
    if (changed === source) throw new Error("the service worker names no version");
    writeFileSync(worker, changed);
    // Copies compressed beforehand hold the old number.
    for (const copy of ["sw.js.br", "sw.js.gz"]) rmSync(join(newer, copy), { force: true });
    this.app = newer;
    return newest;
  }

  /** A copy of its folder, as an office's nightly backup would be; the relay must be stopped. */
  backup(): string {
    const copy = join(this.folder, `backup-${(this.backups += 1)}`);
    cpSync(this.data, copy, { recursive: true });
    return copy;
  }

  /** Puts a backup in place of its folder; the relay must be stopped. */
  restore(copy: string): void {
    rmSync(this.data, { recursive: true });
    cpSync(copy, this.data, { recursive: true });
  }

  async discard(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
