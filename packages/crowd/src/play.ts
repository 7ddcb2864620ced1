import { cheat } from './cheat.ts';
import type { Person } from './person.ts';
import type { Scene } from './scene.ts';
import { Visitor } from './visitor.ts';

/** How long somebody stays who leaves. */
const STAYS_MS = [1000, 8000] as const;
const TRIES_OF_A_BOT = 5;

/** Plays somebody from their arrival until they are served, told that nothing is left, or have left. */
export async function play(person: Person, scene: Scene): Promise<void> {
  const { clock, random } = scene;
  await clock.sleepUntil(person.arrivesAtMs);
  if (clock.hasEnded) return;
  person.hasArrived = true;
  if (person.kind === 'bot') return await playBot(person, scene);
  await scene.look?.(person);
  if (clock.hasEnded) return;
  const visitor = new Visitor(person, scene);
  await visitor.join();
  if (person.kind === 'leaving') {
    await clock.sleep(random.integer(...STAYS_MS));
    await visitor.leave();
    person.hasLeft = true;
    return;
  }
  const tabs = person.kind === 'two tabs' ? [visitor, visitor.secondTab()] : [visitor];
  await Promise.all(tabs.map((tab) => tab.wait()));
}

/** Orders without waiting, with no token or one that it made up or copied. */
async function playBot(person: Person, scene: Scene): Promise<void> {
  const { clock, random, copied } = scene;
  for (let i = 0; i < TRIES_OF_A_BOT && !clock.hasEnded; i++) {
    const admission = random.pick(['', 'forged.token', ...copied.slice(-3)]);
    await cheat(person, scene, { cookie: '', admission });
    await clock.sleep(random.integer(500, 3000));
  }
}
