import { type Admitted, order } from './buy.ts';
import type { Person } from './person.ts';
import type { Scene } from './scene.ts';

/** Orders with what is nobody's own, and counts what came of it. */
export async function cheat(person: Person, scene: Scene, admitted: Admitted): Promise<void> {
  const { id, status } = await order(scene, person, admitted);
  if (id !== undefined) person.stolen += 1;
  if (status === 403) person.refused += 1;
}
