import type { Line } from '@onsale/contracts';
import { rotateAdmissionKeys } from '../admission-keys.ts';
import type { Cluster } from '../cluster.ts';
import { PersonInLine } from '../person-in-line.ts';
import { newEventId, publishEvent } from '../publish-event.ts';
import { withTwoOfEach } from '../rollouts.ts';
import type { Answer, Shop } from '../shop.ts';
import { type Notes, secondsSince, type Stage, type Step } from '../step.ts';
import { compareWaitingRooms, deleteWaitingRoom, type Waiting } from '../waiting-rooms.ts';

const EVENT_ID = newEventId('line');
const TICKET = `${EVENT_ID}-adult`;
// A turn every three seconds, so that people wait while things happen.
const EVENT = `id: ${EVENT_ID}
name: Cluster test, with a waiting room
venue: Anywhere
startsAt: 2099-08-01T20:00:00Z
currency: EUR
waitingRoom: { opens: always, perMinute: 20, turnMinutes: 10 }
tickets:
  - { id: ${TICKET}, name: Admission, type: adult, price: 20.00, capacity: 100 }
`;
const PEOPLE = 12;

export const line: Step = {
  name: 'line',
  title: 'Lets people wait for their turns, deletes waiting rooms meanwhile, and rotates their key',
  async run(stage, notes) {
    const opened = await stage.shop();
    await publishEvent(stage.cluster, opened, EVENT);
    const attack = () => waitAndOrder(stage, opened, notes);
    await withTwoOfEach(stage.cluster, notes.say, attack, 'waiting-room');
    const { problems } = await opened.audit();
    notes.check('every promise holds', problems.length === 0, problems.join('; '));
  },
};

async function waitAndOrder({ cluster }: Stage, shop: Shop, notes: Notes): Promise<void> {
  const stranger = await shop.order(TICKET);
  notes.check('without an admission nothing is sold', isRefused(stranger), seen(stranger));
  const { first, second, others, all } = await join(cluster, shop, notes);

  const start = performance.now();
  const admission = await first.untilTurn(cluster);
  notes.figure('the first turn', secondsSince(start));
  const copied = await second.order(TICKET, admission);
  notes.check('a copied admission is worth nothing', isRefused(copied), seen(copied));
  const bought = await first.order(TICKET, admission);
  notes.check('an order in its turn is taken', bought.status === 201, seen(bought));
  const again = await first.order(TICKET, admission);
  notes.check('and only one', isRefused(again), seen(again));

  await compareWaitingRooms(cluster, all, notes);
  await deleteWaitingRoom(cluster, all, { how: [], notes });
  await deleteWaitingRoom(cluster, all, { how: ['--force', '--grace-period=0'], notes });

  const early = await second.untilTurn(cluster);
  await rotateAdmissionKeys(cluster, notes.say);
  const late = await second.order(TICKET, early);
  notes.check('what the former key has signed stays good', late.status === 201, seen(late));
  const answers = [bought, late];
  for (const person of others) {
    answers.push(await person.order(TICKET, await person.untilTurn(cluster)));
  }
  const failed = answers.filter(({ status }) => status !== 201).map(seen);
  notes.check('everybody has had a turn, and ordered', failed.length === 0, failed.join('; '));
  for (const { orderId = '' } of answers) await shop.untilConfirmed(orderId);
  const { waiting, lastNumber } = await shop.get<Line>(`/api/v1/lines/${EVENT_ID}`);
  const isEmpty = waiting === 0 && lastNumber === PEOPLE;
  notes.check('nobody waits any more', isEmpty, `${waiting} of ${lastNumber} wait`);
}

async function join(cluster: Cluster, shop: Shop, notes: Notes) {
  const people: { person: PersonInLine; number: number | undefined }[] = [];
  while (people.length < PEOPLE) {
    const person = new PersonInLine(shop, EVENT_ID);
    const { number } = await person.join(cluster);
    people.push({ person, number });
  }
  const numbers = people.map(({ number }) => number);
  const isInOrder = numbers.every((number, i) => number === i + 1);
  notes.check('everybody gets a number, in order of arrival', isInOrder, numbers.join(', '));
  const [first, second, ...others] = people.map(({ person }) => person);
  if (first === undefined || second === undefined) throw new Error('nobody is in the line');
  const all: Waiting = { eventId: EVENT_ID, people };
  return { first, second, others, all };
}

function isRefused({ status, text }: Answer): boolean {
  return status === 403 && text.includes('ADMISSION_REQUIRED');
}

const seen = ({ status, text }: Answer) => `${status} ${text.slice(0, 200)}`;
