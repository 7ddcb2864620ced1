import type { Clock, Door, Person, Random } from '@onsale/crowd';

/** One way and back, in ms: of a phone on a full mobile network, and of a computer at home. */
const ROUND_TRIP_MS = { phone: [60, 400], computer: [10, 50] } as const;
/** Bytes of an answer that come in a second; what a phone shows weighs as much as on a computer. */
const ANSWER_BYTES = 4000;
const BYTES_PER_MS = { phone: 100, computer: 2000 } as const;

export type Device = keyof typeof ROUND_TRIP_MS;

/**
 * The door as somebody has it who is far away: every answer takes as long as their network does. `address` is theirs,
 * where the shop believes us.
 */
export function doorFromAfar(
  door: Pick<Door, 'ask'>,
  who: { clock: Clock; random: Random; device: Device; address?: string | undefined },
): Pick<Door, 'ask'> {
  const { clock, random, device, address } = who;
  const [least, most] = ROUND_TRIP_MS[device];
  const halfMs = random.integer(least, most) / 2;
  const loadMs = ANSWER_BYTES / BYTES_PER_MS[device];
  return {
    ask: async (request) => {
      await clock.sleep(halfMs);
      const answer = await door.ask<never>(
        address === undefined ? request : { ...request, address },
      );
      await clock.sleep(halfMs + loadMs);
      return answer;
    },
  };
}

/** What somebody has, by their chances. */
export function deviceOf(_person: Person, random: Random, phones: number): Device {
  return random.integer(0, 999_999) < phones * 1_000_000 ? 'phone' : 'computer';
}
