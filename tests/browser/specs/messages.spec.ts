// The reader of catalogues that all other tests rely on, tried on messages whose form is known.
import { message } from "../actors/messages.ts";
import { expect, test } from "../actors/test.ts";

test("plain messages are read as they are, and those that vary as what they can become", () => {
  expect(message("en", "nav-today")).toBe("Today");
  expect("3 changes waiting").toMatch(message("en", "state-waiting"));
  expect("1 change waiting").toMatch(message("en", "state-waiting"));
  expect("Shared with the team").not.toMatch(message("en", "state-waiting"));
  expect("Two answers to “Phone”").toMatch(message("en", "conflict-title"));
  expect("After several wrong tries, wait 4 seconds.").toMatch(message("en", "unlock-wait"));
  expect("Unlock").not.toMatch(message("en", "unlock-wait"));
  expect(() => message("en", "no-such-message")).toThrow("no message");
});
