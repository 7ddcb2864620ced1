import type { Cluster } from './cluster.ts';
import { forward } from './door.ts';
import { type PersonInLine, untilTold } from './person-in-line.ts';
import { isReady } from './pod-states.ts';
import { untilAvailable } from './rollouts.ts';
import { type Notes, secondsSince } from './step.ts';

/** People with their numbers in the line of an event. */
export interface Waiting {
  eventId: string;
  people: readonly { person: PersonInLine; number: number | undefined }[];
}

/** Asks each waiting room, past the door: what one has signed, the other knows; and both tell the same figures. */
export async function compareWaitingRooms(
  cluster: Cluster,
  { eventId, people }: Waiting,
  notes: Notes,
): Promise<void> {
  const pods = (await cluster.pods('waiting-room')).filter(isReady);
  notes.check('there are at least two waiting rooms', pods.length >= 2, `${pods.length}`);
  for (const [i, { metadata }] of pods.entries()) {
    const { child, url } = await forward(cluster, `pod/${metadata.name}`, 5003);
    try {
      const told = await Promise.all(people.map(async ({ person }) => await person.place(url)));
      const wrong = told.filter(({ number }, at) => number !== people[at]?.number);
      notes.check(`waiting room ${i + 1} knows every place`, wrong.length === 0);
      const metrics = await (await fetch(`${url}/metrics`)).text();
      const sum = new RegExp(
        `^onsale_waiting_room_people_sum\\{event="${eventId}",what="joined".*\\} (\\d+)$`,
        'm',
      );
      const joined = sum.exec(metrics)?.[1] ?? 'nothing';
      notes.check('its figures say how many have joined', joined === `${people.length}`, joined);
    } finally {
      child.kill('SIGKILL');
    }
  }
}

/** Deletes one of two, and has everybody ask for their place meanwhile. */
export async function deleteWaitingRoom(
  cluster: Cluster,
  { people }: Waiting,
  { how, notes }: { how: readonly string[]; notes: Notes },
): Promise<void> {
  const name = how.length === 0 ? 'a waiting room is deleted' : 'one is deleted by force';
  const pod = (await cluster.pods('waiting-room')).find(isReady);
  await cluster.kubectl('delete', 'pod', pod?.metadata.name ?? '', '--wait=false', ...how);
  const start = performance.now();
  let asked = 0;
  const lost: string[] = [];
  for (const { person, number } of people) {
    const ask = async () => ((asked += 1), await person.place());
    const place = await untilTold(cluster, ask, () => true);
    if (place.number !== number) lost.push(`${number} is ${JSON.stringify(place)}`);
  }
  notes.check(`${name}: places stay`, lost.length === 0, lost.join('; '));
  const failed = asked - people.length;
  notes.figure(
    name,
    `${failed} of ${asked} requests failed, all were told ${secondsSince(start)} later`,
  );
  await untilAvailable(cluster, notes.say);
}
