// The reader of catalogues that all other tests rely on, tried on messages whose form is known.
import { say } from "../actors/words.ts";
import { expect, test } from "../actors/test.ts";

test("plain messages are read as they are, and those that vary as what they can become", () => {
  expect(say("en", "nav-today")).toBe("Today");
  expect("3 changes waiting").toMatch(say("en", "state-waiting"));
  expect("1 change waiting").toMatch(say("en", "state-waiting"));
  expect("Shared with the team").not.toMatch(say("en", "state-waiting"));
  expect("Two answers to “Phone”").toMatch(say("en", "conflict-title"));
  expect("After several wrong tries, wait 4 seconds.").toMatch(say("en", "unlock-wait"));
  expect("Unlock").not.toMatch(say("en", "unlock-wait"));
  expect(() => say("en", "no-such-message")).toThrow("no message");
});
