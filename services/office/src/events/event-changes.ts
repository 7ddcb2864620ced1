import type { ErrorDetail, EventInput } from '@onsale/contracts';

/** A place where two versions of an event say different things; undefined is what is not said. */
export interface EventChange {
  /** Such as `tickets[0].price`, by the place in the later version. */
  path: string;
  from: unknown;
  to: unknown;
}

const LISTS = ['tickets', 'pools', 'questions'] as const;

/** Everything that has changed from one version of an event to another. */
export function changesOf(before: EventInput, after: EventInput): EventChange[] {
  return [
    ...fieldChanges(withoutLists(before), withoutLists(after), ''),
    ...LISTS.flatMap((list) => listChanges(list, before[list] ?? [], after[list] ?? [])),
  ];
}

/** Changes as an error tells them. */
export function changeDetails(changes: readonly EventChange[]): ErrorDetail[] {
  return changes.slice(0, DETAILS).map(({ path, from, to }) => {
    if (to === undefined) return { path, message: `was taken away; it was ${shown(from)}` };
    if (from === undefined) return { path, message: `is new: ${shown(to)}` };
    return { path, message: `is now ${shown(to)}; it was ${shown(from)}` };
  });
}

/** Changes as the activity log keeps them: what was there before, and after, by place. */
export function changeRecords(changes: readonly EventChange[]): { before: object; after: object } {
  const some = changes.slice(0, RECORDED);
  const side = (of: 'from' | 'to') =>
    Object.fromEntries(
      some.flatMap((each) => (each[of] === undefined ? [] : [[each.path, brief(each[of])]])),
    );
  return { before: side('from'), after: side('to') };
}

/** More than an editor can show at once. */
const DETAILS = 100;
/** The activity log is for reading. */
const RECORDED = 50;
const TEXT_CHARACTERS = 300;

type Fields = Readonly<Record<string, unknown>>;

function fieldChanges(before: Fields, after: Fields, path: string): EventChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => ({ path: `${path}${name}`, from: before[name], to: after[name] }));
}

// Things in a list are the same when their ids are.
function listChanges(
  list: string,
  before: readonly { id: string }[],
  after: readonly { id: string }[],
): EventChange[] {
  const gone = before.flatMap((each, i) =>
    after.some(({ id }) => id === each.id)
      ? []
      : [{ path: `${list}[${i}]`, from: each, to: undefined }],
  );
  const other = after.flatMap((each, i) => {
    const was = before.find(({ id }) => id === each.id);
    if (was === undefined) return [{ path: `${list}[${i}]`, from: undefined, to: each }];
    return fieldChanges({ ...was }, { ...each }, `${list}[${i}].`);
  });
  return [...gone, ...other];
}

function withoutLists(event: EventInput): Fields {
  const { tickets: _tickets, pools: _pools, questions: _questions, ...fields } = event;
  return fields;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= TEXT_CHARACTERS ? text : `${text.slice(0, TEXT_CHARACTERS)}…`;
}

function brief(value: unknown): unknown {
  return JSON.stringify(value).length <= TEXT_CHARACTERS ? value : shown(value);
}
