// Somebody who uses Doorstep on a device, doing what people do: by what is written on the screen, in their language.
import { expect, type Locator, type Page } from "@playwright/test";
import type { Device } from "./device.ts";
import { type Language, message } from "./messages.ts";

export interface Who {
  name: string;
  profession: string;
  passphrase: string;
  language?: Language;
}

export const amara: Who = { name: "Amara Okafor", profession: "Family worker", passphrase: "kettle river lamp oat" };
export const mateo: Who = { name: "Mateo Ruiz", profession: "Psychologist", passphrase: "window stone fern clock" };
export const lucia: Who = { ...amara, name: "Lucía Peña", profession: "Trabajadora social", language: "es" };

export class Person {
  constructor(
    readonly device: Device,
    readonly who: Who,
  ) {}

  get page(): Page {
    return this.device.page;
  }

  /** What the app says for `id` in this person's language. */
  message(id: string): string | RegExp {
    return message(this.who.language ?? "en", id);
  }

  button(id: string, within: Page | Locator = this.page): Locator {
    return within.getByRole("button", { name: this.message(id), exact: true });
  }

  link(id: string, within: Page | Locator = this.page): Locator {
    return within.getByRole("link", { name: this.message(id), exact: true });
  }

  heading(id: string, within: Page | Locator = this.page): Locator {
    return within.getByRole("heading", { name: this.message(id), exact: true });
  }

  /** The field with this label, whatever kind of control it is. */
  field(id: string, within: Page | Locator = this.page): Locator {
    return within.getByLabel(this.message(id), { exact: true });
  }

  /** Creates a workspace behind the relay's set-up link, or on this device alone. */
  async found(workspace: string, setupLink?: string): Promise<void> {
    await this.device.goto(setupLink ?? "/");
    if (!setupLink) await this.button("welcome-try").click();
    await this.fillFoundForm(workspace);
    await this.confirmKit();
    await expect(this.navigation).toBeVisible();
  }

  async fillFoundForm(workspace: string): Promise<void> {
    await this.field("setup-workspace").fill(workspace);
    await this.introduce();
  }

  /** Opens an invitation and joins. */
  async join(link: string): Promise<void> {
    await this.tryToJoin(link);
    await expect(this.navigation).toBeVisible({ timeout: 30_000 });
  }

  /** The same, whatever comes of it. */
  async tryToJoin(link: string): Promise<void> {
    await this.device.goto(link);
    await this.introduce();
    await this.confirmKit();
  }

  /** Name, profession and passphrase; ends on the recovery kit. */
  async introduce(): Promise<void> {
    await this.field("newcomer-name").fill(this.who.name);
    await this.field("newcomer-profession").fill(this.who.profession);
    await this.field("newcomer-passphrase").fill(this.who.passphrase);
    await this.button("continue").click();
    await expect(this.page.getByRole("list", { name: this.message("kit-words") }).getByRole("listitem")).toHaveCount(24);
  }

  async confirmKit(): Promise<void> {
    await this.page.getByRole("checkbox", { name: this.message("kit-confirm") }).check();
    await this.button("kit-done").click();
  }

  get navigation(): Locator {
    return this.page.getByRole("navigation", { name: this.message("nav"), exact: true });
  }

  async go(where: "today" | "cases" | "write" | "search" | "me"): Promise<void> {
    // On a phone a note fills the screen, and Back leads to where the bar is.
    await expect(this.navigation.or(this.link("back")).first()).toBeVisible();
    if (!(await this.navigation.isVisible())) await this.link("back").click();
    // Not the whole name: "Cases" says "To decide" as well when something is.
    await this.navigation.getByRole("link", { name: this.message(`nav-${where}`) }).click();
  }

  /** The passphrase field of the lock screen. */
  get lock(): Locator {
    return this.field("unlock-passphrase");
  }

  async unlock(passphrase = this.who.passphrase): Promise<void> {
    await this.lock.fill(passphrase);
    await this.button("unlock-open").click();
  }

  /** The button that says how far what was written has come. */
  get chip(): Locator {
    return this.page.locator("button.chip.state:visible");
  }

  async expectChip(id: "state-saving" | "state-saved-here" | "state-waiting" | "state-sharing" | "state-shared" | "state-attention"): Promise<void> {
    // Its long words, which are in it also where only the short ones fit.
    await expect(this.chip.locator(".long")).toHaveText(this.message(id), { timeout: 20_000 });
  }

  /** Opens a case by its client's name, with whatever else is known; ends on the case's summary. */
  async openCase(name: string, more: { phone?: string; worry?: string; safeContact?: string } = {}): Promise<void> {
    await this.go("cases");
    await this.page.locator('a[href="/cases/new"]:visible').first().click();
    await this.field("case-name").fill(name);
    if (more.safeContact) await this.field("case-safe-contact").fill(more.safeContact);
    if (more.phone) await this.field("case-phone").fill(more.phone);
    if (more.worry) await this.field("case-worry").fill(more.worry);
    await this.button("case-open").click();
    await expect(this.page.getByRole("heading", { level: 1, name })).toBeVisible();
  }

  /** The row of a case in the list of cases. */
  caseRow(name: string): Locator {
    return this.page.locator("a.case").filter({ hasText: name });
  }

  /** From anywhere to a tab of a case. */
  async goToCase(name: string, tab: "summary" | "notes" | "plan" | "assessments" | "intake" | "people" | "tasks" | "sharing" | "paper"): Promise<void> {
    await this.go("cases");
    // The list is drawn anew with the address; a finger that is still on the row of before clicks nothing.
    await expect(this.page).toHaveURL(/\/cases$/);
    await this.caseRow(name).click();
    await this.link(`tab-${tab}`, this.page.getByRole("navigation", { name: this.message("case-parts"), exact: true })).click();
  }

  /** Opens a part of the page that is shown, to be edited where it stands. */
  async edit(part: "worry" | "home" | "the-case" | "safety" | "person-who" | "person-reach" | "person-needs"): Promise<void> {
    const button = this.page.locator(`#${part}-edit`);
    await expect(button).toBeVisible();
    if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
    await expect(button).toHaveAttribute("aria-expanded", "true");
  }

  /** Adds somebody to the people of the case whose people are shown; ends on their page. */
  async addPerson(name: string): Promise<void> {
    await this.button("person-add").click();
    // The caret is in the name already.
    await expect(this.field("field-person-preferred-name")).toBeFocused();
    await this.type(name);
    await expect(this.page.getByRole("heading", { level: 2, name })).toBeVisible();
  }

  /** Says what the person whose page is open is to another: `is parent`, or the other way round `has parent`. */
  async relate(word: string, other: string): Promise<void> {
    await this.field("tie-is").selectOption(word);
    await this.field("tie-of").selectOption({ label: other });
    await this.button("tie-add").click();
  }

  /** Begins a note in the case whose notes are shown. */
  async beginNote(): Promise<void> {
    await this.button("note-new").click();
    await expect(this.prose("field-note-body")).toBeFocused();
  }

  /** What is seldom done with the note that is open. */
  async more(id: string): Promise<void> {
    await this.button("more").click();
    await this.button(id).click();
  }

  /** Opens the note whose row shows `text`. */
  async openNote(text: string | RegExp): Promise<void> {
    await this.page.getByRole("main").getByRole("link").filter({ hasText: text }).first().click();
  }

  /** A textarea of a note or form. */
  prose(id: string): Locator {
    return this.page.getByRole("textbox", { name: this.message(id), exact: true });
  }

  get body(): Locator {
    return this.prose("field-note-body");
  }

  /** Types where the cursor is, letter by letter. */
  async type(text: string, delay = 0): Promise<void> {
    await this.page.keyboard.type(text, { delay });
  }

  /** Puts the cursor behind the last letter of `field` and types. */
  async append(field: Locator, text: string, delay = 0): Promise<void> {
    await field.focus();
    await this.page.keyboard.press("Control+End");
    await this.type(text, delay);
  }

  /** Puts the cursor before the first letter of `field` and types. */
  async prepend(field: Locator, text: string, delay = 0): Promise<void> {
    await field.focus();
    await this.page.keyboard.press("Control+Home");
    await this.type(text, delay);
  }

  async expectText(field: Locator, text: string, timeout = 20_000): Promise<void> {
    await expect(field).toHaveValue(text, { timeout });
  }

  /** Where the cursor is in a field, in UTF-16 units. */
  async cursor(field: Locator): Promise<number> {
    return field.evaluate((area: HTMLTextAreaElement) => area.selectionEnd);
  }

  /** A case has come to this device. */
  async expectCase(name: string): Promise<void> {
    await this.go("cases");
    await expect(this.caseRow(name)).toBeVisible({ timeout: 30_000 });
  }

  /** The app is on the device completely: a service worker has it all and serves this page. */
  async readyForOffline(): Promise<void> {
    await this.page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      if (!navigator.serviceWorker.controller) {
        await new Promise((taken) => navigator.serviceWorker.addEventListener("controllerchange", taken, { once: true }));
      }
    });
  }

  /** Shows the facts of a note, which fold away where there is little room. */
  async showNoteFacts(): Promise<void> {
    const facts = this.field("field-note-kind");
    const button = this.page.locator("button.facts-button");
    await expect(facts.or(button).filter({ visible: true }).first()).toBeVisible();
    if (!(await facts.isVisible())) await button.click();
    await expect(facts).toBeVisible();
  }

  /** Chooses the kind of the note that is open, by the word that is stored for it. */
  async chooseNoteKind(word: string): Promise<void> {
    await this.showNoteFacts();
    await this.field("field-note-kind").selectOption(word);
  }

  /** Invites somebody into the case whose screens are open; returns the link, with the dialog still showing it. */
  async invite(name: string): Promise<string> {
    const tabs = this.page.getByRole("navigation", { name: this.message("case-parts"), exact: true });
    await this.link("tab-sharing", tabs).click();
    await this.button("sharing-invite", this.page.getByRole("main")).first().click();
    const dialog = this.page.getByRole("dialog", { name: this.message("invite-title") });
    await this.field("invite-for", dialog).fill(name);
    await this.button("invite-make", dialog).click();
    const link = this.field("invite-link", dialog);
    await expect(link).toBeVisible({ timeout: 30_000 });
    return link.inputValue();
  }

  async closeDialog(): Promise<void> {
    await this.button("close", this.page.locator("dialog[open]")).click();
  }

  async lockNow(): Promise<void> {
    await this.go("me");
    await this.button("me-lock-now").click();
    await expect(this.lock).toBeVisible();
  }
}
