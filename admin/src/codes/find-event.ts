import type { CodeView } from '@onsale/codes';
import { type CodeListQuery, CODE_STATES, type CodeState } from '@onsale/contracts';
import { type CodesOf, type Ledger, readEvent, type StoredEvent } from '@onsale/ledger';
import { type Command, type CommandCall, type CommandContext, UsageError } from '../command.ts';

/** An event, and how its codes are shown. */
export interface EventOfCodes {
  ledger: Ledger;
  event: StoredEvent;
  of: CodesOf;
  view: CodeView;
}

/** Finds the event whose codes a command is about. Throws `UsageError`. */
export async function findEvent(
  { openLedger, publicUrl }: Pick<CommandContext, 'openLedger' | 'publicUrl'>,
  eventId: string,
): Promise<EventOfCodes> {
  const ledger = await openLedger();
  const event = await readEvent(ledger, eventId);
  if (event === undefined) {
    throw new UsageError(`there is no event ${eventId}; event list shows all`);
  }
  return {
    ...{ ledger, event, of: { shard: event.shard, eventId } },
    view: { event: event.document, publicUrl, nowMs: Date.now() },
  };
}

/** Options by which `codes list` and `codes export` choose codes. */
export const FILTER_OPTIONS: Command['options'] = {
  ...{ label: { type: 'string' }, state: { type: 'string' }, search: { type: 'string' } },
};

/** Reads them. Throws `UsageError`. */
export function filterOfOptions(
  options: CommandCall['options'],
): Pick<CodeListQuery, 'q' | 'label' | 'state'> {
  const { label, state, search } = options;
  if (state !== undefined && !CODE_STATES.some((each) => each === state)) {
    throw new UsageError(`--state must be one of ${CODE_STATES.join(', ')}`);
  }
  return {
    ...(typeof label === 'string' ? { label } : {}),
    ...(typeof state === 'string' ? { state: state as CodeState } : {}),
    ...(typeof search === 'string' ? { q: search } : {}),
  };
}
