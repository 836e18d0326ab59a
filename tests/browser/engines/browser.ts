// What a journey asks of a browser, whichever engine draws its pages. Elements are found by what they are and by their
// accessible name, as the engine itself computes it: what a screen reader would say.
export type Kind = "button" | "link" | "field" | "checkbox" | "heading";
export type Name = string | RegExp;

/** How long a person waits for something to appear. A key is made of a passphrase on purpose slowly, and two tests may run
 * at once. */
export const PATIENCE = { timeout: 30_000, intervals: [50, 100, 200] };

export interface Browser {
  /** Errors on its console so far, other than those about a network that is not there. */
  readonly complaints: string[];
  /** Starts it on its profile, which outlives it. */
  start(): Promise<void>;
  /** Opens an address of the relay, or a path there. */
  open(address: string): Promise<void>;
  /** Clicks the first such element as soon as it can be seen, as a finger would. */
  click(kind: Kind, name: Name): Promise<void>;
  /** Types where the cursor is, key by key. */
  type(text: string): Promise<void>;
  /** Puts the cursor behind the last letter of its line. */
  end(): Promise<void>;
  /** The number of such elements that can be seen. */
  count(kind: Kind, name: Name): Promise<number>;
  /** What the field with this label holds. */
  value(label: Name): Promise<string>;
  /** What can be read on the page. */
  text(): Promise<string>;
  /** Runs the body of an async function in the page, and hands over what it returns. */
  evaluate<T>(body: string): Promise<T>;
  /** The battery dies: every process of it ends at once, with no chance to write anything. */
  kill(): Promise<void>;
  /** Ends it and removes its profile. */
  discard(): Promise<void>;
}
