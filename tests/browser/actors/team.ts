// The scene most stories begin with: Amara has a workspace with one case, and Mateo has joined it on his own device.
import type { Device, DeviceOptions } from "./device.ts";
import { amara, mateo, Person, type Who } from "./person.ts";
import type { Relay } from "./relay.ts";

export const client = "Ruiz family";

type SwitchOn = (name: string, options?: DeviceOptions) => Promise<Device>;

/** Amara alone, with her workspace on the relay. */
export async function founder(relay: Relay, device: SwitchOn, who: Who = amara, options?: DeviceOptions): Promise<Person> {
  const person = new Person(await device("amara", options), who);
  await person.found("Harbour Family Services", relay.setupLink);
  return person;
}

export interface Team {
  amara: Person;
  mateo: Person;
}

/** Both in the case, each on their own device. */
export async function teamOfTwo(relay: Relay, device: SwitchOn): Promise<Team> {
  const first = await founder(relay, device);
  await first.openCase(client, { phone: "07700 900123" });
  const link = await first.invite(mateo.name);
  await first.closeDialog();
  const second = new Person(await device("mateo", { width: 820, height: 1180 }), mateo);
  await second.join(link);
  await second.expectCase(client);
  return { amara: first, mateo: second };
}

/** Both looking at the same new note, which holds `text`. */
export async function oneNote(team: Team, text: string): Promise<void> {
  await team.amara.goToCase(client, "notes");
  await team.amara.beginNote();
  await team.amara.type(text);
  await team.amara.expectChip("state-shared");
  await team.mateo.goToCase(client, "notes");
  // Its row shows how it begins.
  await team.mateo.openNote(text.slice(0, 60));
  await team.mateo.expectText(team.mateo.body, text);
}
