// Somebody who uses Doorstep in a browser of any engine, doing what people do: by what is written on the screen.
import { expect } from "@playwright/test";
import type { Who } from "../actors/person.ts";
import { message } from "../actors/messages.ts";
import { type Browser, type Kind, type Name, PATIENCE } from "./browser.ts";

export class Caseworker {
  constructor(
    readonly browser: Browser,
    readonly who: Who,
  ) {}

  /** What the app says for `id`. */
  message(id: string): Name {
    return message(this.who.language ?? "en", id);
  }

  click(kind: Kind, name: Name): Promise<void> {
    return this.browser.click(kind, name);
  }

  async expectThere(kind: Kind, name: Name, there = true): Promise<void> {
    await expect.poll(async () => (await this.browser.count(kind, name)) > 0, { ...PATIENCE, message: `${kind} ${name}` }).toBe(there);
  }

  async expectText(text: Name): Promise<void> {
    await expect.poll(() => this.browser.text(), PATIENCE).toMatch(text);
  }

  async expectValue(label: string, text: string): Promise<void> {
    await expect.poll(() => this.browser.value(this.message(label)).catch((error: Error) => error.message), PATIENCE).toBe(text);
  }

  /** Puts the cursor behind what the field with this label holds, and types. */
  async write(label: string, text: string): Promise<void> {
    await this.click("field", this.message(label));
    await this.browser.end();
    await this.browser.type(text);
  }

  async found(workspace: string, setupLink: string): Promise<void> {
    await this.browser.open(setupLink);
    await this.write("setup-workspace", workspace);
    await this.introduce();
  }

  async join(invitation: string): Promise<void> {
    await this.browser.open(invitation);
    await this.introduce();
  }

  /** Name, profession, passphrase and recovery kit; ends where the app is open. */
  private async introduce(): Promise<void> {
    await this.write("newcomer-name", this.who.name);
    await this.write("newcomer-profession", this.who.profession);
    await this.write("newcomer-passphrase", this.who.passphrase);
    await this.click("button", this.message("continue"));
    await this.click("checkbox", this.message("kit-confirm"));
    await this.click("button", this.message("kit-done"));
    await this.expectThere("link", this.message("nav-cases"));
  }

  async unlock(): Promise<void> {
    await this.write("unlock-passphrase", this.who.passphrase);
    await this.click("button", this.message("unlock-open"));
    await this.expectThere("link", this.message("nav-cases"));
  }

  async openCase(name: string, phone: string): Promise<void> {
    await this.click("link", this.message("nav-cases"));
    await this.click("link", this.message("case-new"));
    await this.write("case-name", name);
    await this.write("case-phone", phone);
    await this.click("button", this.message("case-open"));
    await this.expectThere("heading", name);
  }

  /** Opens the fields of the client in the summary that is shown. */
  async editClient(): Promise<void> {
    // Browsers do not agree on whether a blank stands before what is only read out.
    await this.click("button", new RegExp(`^${this.message("piece-edit")}\\s?: ${this.message("people-home")}$`));
  }

  /** From anywhere to a tab of a case. */
  async goToCase(name: string, tab: "summary" | "notes" | "sharing"): Promise<void> {
    await this.click("link", this.message("nav-cases"));
    // The list is drawn anew with the address; a finger that is still on the row of before clicks nothing.
    await expect.poll(() => this.browser.evaluate("return location.pathname"), PATIENCE).toBe("/cases");
    await this.click("link", new RegExp(name));
    await this.click("link", this.message(`tab-${tab}`));
  }

  /** Begins a note in the case whose notes are shown. */
  async beginNote(text: string): Promise<void> {
    await this.click("button", this.message("note-new"));
    await this.write("field-note-body", text);
  }

  /** The chip says how far what was written has come. */
  async expectChip(id: "state-waiting" | "state-shared"): Promise<void> {
    await this.expectThere("button", this.message(id));
  }

  /** Invites somebody into the case whose screens are open; returns the link. */
  async invite(name: string): Promise<string> {
    await this.click("link", this.message("tab-sharing"));
    await this.click("button", this.message("sharing-invite"));
    await this.write("invite-for", name);
    await this.click("button", this.message("invite-make"));
    await this.expectThere("field", this.message("invite-link"));
    const link = await this.browser.value(this.message("invite-link"));
    await this.click("button", this.message("close"));
    return link;
  }

  /** The app is on the device completely: a service worker has it all and serves this page. */
  async readyForOffline(): Promise<void> {
    await this.browser.evaluate(`
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller)
        await new Promise((taken) => navigator.serviceWorker.addEventListener("controllerchange", taken, { once: true }));`);
  }

  /** The version of the app that the service worker holds. */
  version(): Promise<string> {
    return this.browser.evaluate(`
      const { port1, port2 } = new MessageChannel();
      const answer = new Promise((resolve) => (port1.onmessage = (event) => resolve(event.data)));
      navigator.serviceWorker.controller.postMessage("version", [port2]);
      return answer;`);
  }
}
