import type { EventInput } from '@onsale/contracts';

/** One thing that an event says, or one ticket type, pool or question as a whole (no `field`). */
export interface Place {
  list?: 'tickets' | 'pools' | 'questions';
  /** The id of what is meant in the list. */
  id?: string;
  field?: string;
}

/** What both have changed, differently; undefined is what is not said, or not there. */
export interface Conflict {
  place: Place;
  base: unknown;
  mine: unknown;
  theirs: unknown;
}

/** What only the other has changed. */
export interface TakenOver {
  place: Place;
  base: unknown;
  theirs: unknown;
}

export interface MergedEvent {
  /** Mine, with all that only the other has changed; where both have, it is mine. */
  event: EventInput;
  takenOver: TakenOver[];
  conflicts: Conflict[];
}

const LISTS = ['tickets', 'pools', 'questions'] as const;

type Fields = Record<string, unknown>;

/** Brings two changes of one event together, each made from `base`. */
export function mergeEvent(base: EventInput, mine: EventInput, theirs: EventInput): MergedEvent {
  const takenOver: TakenOver[] = [];
  const conflicts: Conflict[] = [];
  const note: Note = {
    takenOver: (change) => takenOver.push(change),
    conflict: (conflict) => conflicts.push(conflict),
  };
  const event = mergeFields([base, mine, theirs].map(withoutLists), {}, note);
  for (const list of LISTS) {
    const items = mergeList(
      list,
      [base, mine, theirs].map((of) => itemsOf(of, list)),
      note,
    );
    if (items.length > 0 || list === 'tickets') event[list] = items;
  }
  return { event: event as EventInput, takenOver, conflicts };
}

interface Note {
  takenOver: (change: TakenOver) => void;
  conflict: (conflict: Conflict) => void;
}

/** The event with what the other says at this place. */
export function withTheirs(event: EventInput, { place, theirs }: Conflict): EventInput {
  const { list, id, field } = place;
  if (list === undefined) return set(event, field ?? '', theirs) as EventInput;
  const items = itemsOf(event, list);
  const at = items.findIndex((item) => item['id'] === id);
  const next = [...items];
  if (field !== undefined) {
    if (at >= 0) next[at] = set(items[at] ?? {}, field, theirs);
  } else if (theirs === undefined) {
    if (at >= 0) next.splice(at, 1);
  } else {
    next.splice(at < 0 ? next.length : at, at < 0 ? 0 : 1, theirs as Fields);
  }
  return set(event, list, next.length === 0 && list !== 'tickets' ? undefined : next) as EventInput;
}

function mergeFields(of: Fields[], place: Place, note: Note): Fields {
  const [base = {}, mine = {}, theirs = {}] = of;
  let merged = mine;
  for (const field of new Set([
    ...Object.keys(base),
    ...Object.keys(theirs),
    ...Object.keys(mine),
  ])) {
    const [was, my, their] = [base[field], mine[field], theirs[field]];
    if (isEqual(was, their) || isEqual(my, their)) continue;
    if (isEqual(was, my)) {
      merged = set(merged, field, their);
      note.takenOver({ place: { ...place, field }, base: was, theirs: their });
    } else {
      note.conflict({ place: { ...place, field }, base: was, mine: my, theirs: their });
    }
  }
  return { ...merged };
}

function mergeList(list: (typeof LISTS)[number], of: Fields[][], note: Note): Fields[] {
  const [base = [], mine = [], theirs = []] = of;
  const byId = (items: Fields[], id: unknown) => items.find((item) => item['id'] === id);
  const merged: Fields[] = [];
  // In my order; what the other has added comes last.
  const ids = new Set([...mine, ...theirs, ...base].map((item) => item['id']));
  for (const id of ids) {
    const [was, my, their] = [byId(base, id), byId(mine, id), byId(theirs, id)];
    const place: Place = { list, id: String(id) };
    if (my !== undefined && their !== undefined) {
      merged.push(mergeFields([was ?? {}, my, their], place, note));
    } else if (isEqual(was, their)) {
      if (my !== undefined) merged.push(my);
    } else if (isEqual(was, my)) {
      if (their !== undefined) merged.push(their);
      note.takenOver({ place, base: was, theirs: their });
    } else if (my !== undefined || their !== undefined) {
      if (my !== undefined) merged.push(my);
      note.conflict({ place, base: was, mine: my, theirs: their });
    }
  }
  return merged;
}

function withoutLists(event: EventInput): Fields {
  const { tickets: _tickets, pools: _pools, questions: _questions, ...fields } = event;
  return fields;
}

function itemsOf(event: EventInput, list: (typeof LISTS)[number]): Fields[] {
  return event[list] ?? [];
}

// A copy; undefined takes the field out.
function set(fields: object, name: string, value: unknown): Fields {
  const { [name]: _before, ...rest } = fields as Fields;
  if (value === undefined) return rest;
  return Object.hasOwn(fields, name) ? { ...fields, [name]: value } : { ...rest, [name]: value };
}

function isEqual(a: unknown, b: unknown): boolean {
  return stable(a) === stable(b);
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Whether two events say the same, in whatever order. */
export function isSameEvent(a: EventInput, b: EventInput): boolean {
  return isEqual(a, b);
}
