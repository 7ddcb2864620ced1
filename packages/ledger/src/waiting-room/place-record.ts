// A place in a line is one string in the hash `linePlacesKey`, by the id of the place. Words are separated by spaces;
// sorted sets are only indexes of it. `<flags>` is "-", or "m" for somebody who has missed a turn before.
//
//   l <joinedAtMs>                                     in the lobby              (index: lineLobbyKey)
//   d <dueAtMs>                                        slowed                    (lineSlowedKey)
//   w <number> <flags>                                 waiting                   (lineWaitingKey)
//   t <number> <flags> <endsAtMs> <begun> <extensions> has its turn              (lineTurnsKey)
//   m <number> <flags> <missedAtMs>                    has missed its turn
//   s <number> <flags> <endsAtMs> <orderId> <extensions> served: has ordered
//
// A turn begins when somebody asks for their place (`begun` 1); until then `endsAtMs` is when it is given to the next.
// Whoever leaves has no record. Placing an order turns t into s in the step that stores the order; when that order ends
// without tickets while its turn would still go on, s becomes t again.

/** A place in a line. */
export type PlaceRecord =
  | { state: 'lobby'; joinedAtMs: number }
  | { state: 'slowed'; dueAtMs: number }
  | { state: 'waiting'; number: number; hasMissed: boolean }
  | {
      state: 'turn';
      number: number;
      hasMissed: boolean;
      endsAtMs: number;
      hasBegun: boolean;
      extensions: number;
    }
  | { state: 'missed'; number: number; hasMissed: boolean; missedAtMs: number }
  | { state: 'served'; number: number; hasMissed: boolean; endsAtMs: number; orderId: string };

/** Parses a place's record; undefined when a newer version wrote it. */
export function readPlaceRecord(record: string): PlaceRecord | undefined {
  const [letter, first = '', flags, third = '', fourth = '', fifth] = record.split(' ');
  const at = { number: Number(first), hasMissed: flags === 'm' };
  switch (letter) {
    case 'l':
      return { state: 'lobby', joinedAtMs: Number(first) };
    case 'd':
      return { state: 'slowed', dueAtMs: Number(first) };
    case 'w':
      return { state: 'waiting', ...at };
    case 't': {
      const [endsAtMs, extensions] = [Number(third), Number(fifth)];
      return { state: 'turn', ...at, endsAtMs, hasBegun: fourth === '1', extensions };
    }
    case 'm':
      return { state: 'missed', ...at, missedAtMs: Number(third) };
    case 's':
      return { state: 'served', ...at, endsAtMs: Number(third), orderId: fourth };
    default:
      return undefined;
  }
}
