import { order } from './buy.ts';
import type { Person } from './person.ts';
import { type Scene, sleep, sleepUntil } from './scene.ts';
import { Visitor } from './visitor.ts';

/** How long somebody stays who leaves. */
const STAYS_MS = [1000, 8000] as const;
const TRIES_OF_A_BOT = 5;

/** Plays somebody from their arrival until they are served, told that nothing is left, or have left. */
export async function play(person: Person, scene: Scene): Promise<void> {
  await sleepUntil(person.arrivesAtMs, scene);
  if (person.kind === 'bot') return await playBot(person, scene);
  const visitor = new Visitor(person, scene);
  await visitor.join();
  if (person.kind === 'leaving') {
    await sleep(scene.random.integer(...STAYS_MS), scene);
    await visitor.leave();
    person.hasLeft = true;
    return;
  }
  const tabs = person.kind === 'two tabs' ? [visitor, visitor.secondTab()] : [visitor];
  await Promise.all(tabs.map((tab) => tab.wait()));
}

/** Orders without waiting, with no token or one that it made up or copied. */
async function playBot(person: Person, scene: Scene): Promise<void> {
  const { random, copied } = scene;
  for (let i = 0; i < TRIES_OF_A_BOT && !scene.signal.aborted; i++) {
    const admission = random.pick(['', 'forged.token', ...copied.slice(-3)]);
    const taken = await order(scene, person, { cookie: '', admission });
    if (taken !== undefined) person.stolen += 1;
    await sleep(random.integer(500, 3000), scene);
  }
}
