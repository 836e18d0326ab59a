// What is on the disks of the device and of the relay tells nobody what was typed.
import { filesBelow, findTyped } from "../actors/rawBytes.ts";
import { oneNote, teamOfTwo } from "../actors/team.ts";
import { expect, test } from "../actors/test.ts";

const sentence = "Elena laughed twice and showed me the letter";
const words = [sentence, "Ruiz", "07700 900123", "Amara", "Mateo", "Harbour", "Okafor", "Psychologist", "kettle river lamp oat"];

test("neither the tablet's storage nor the relay's folder holds a word that was typed", async ({ relay, device }) => {
  const team = await teamOfTwo(relay, device);
  await oneNote(team, sentence);
  await team.mateo.append(team.mateo.body, " Psychologist was here.");
  await team.mateo.expectChip("state-shared");
  // Killed, not closed: logs and journals are as they were in the middle of work.
  await team.amara.device.kill();
  await team.mateo.device.kill();
  await relay.kill();
  for (const { device: tablet } of [team.amara, team.mateo]) {
    for (const part of ["IndexedDB", "Local Storage", "Session Storage", "File System", "Service Worker", "WebStorage"]) {
      const folder = filesBelow(tablet.profile).filter((file) => file.includes(`/Default/${part}/`));
      if (part === "IndexedDB") expect(folder, "there is something to search").not.toEqual([]);
      expect(folder.flatMap((file) => findTyped(file, words)), `${tablet.name}: ${part}`).toEqual([]);
    }
  }
  expect(filesBelow(relay.data)).not.toEqual([]);
  expect(findTyped(relay.data, words)).toEqual([]);
  expect(relay.printed).not.toContain("Ruiz");
});
