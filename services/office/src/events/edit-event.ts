import {
  ApiError,
  type CapacityRequest,
  type ErrorDetail,
  type EventInput,
  invalidRequest,
  type OfficeEvent,
  type SaleStep,
} from '@onsale/contracts';
import {
  changeCapacity,
  changeEventStatus,
  deleteDraft,
  type EventDocument,
  eventInputOf,
  eventPathText,
  readEvent,
  readEventInput,
  type StoredEvent,
  writeEvent,
} from '@onsale/ledger';
import {
  forgetEntrance,
  forgetEventRevisions,
  keepEventRevision,
  readEventRevision,
} from '@onsale/records';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { readEventBooks } from './event-books.ts';
import { changeDetails, changeRecords, changesOf } from './event-changes.ts';
import { refusedEvent, unknownEvent } from './refused-event.ts';
import { findEvent } from './find-event.ts';
import { showEvent } from './show-event.ts';

/** What changing events needs. */
export type EventParts = Pick<OfficeParts, 'config' | 'ledger' | 'records'>;

/** Who makes a change. */
export interface Editor {
  actor: Actor;
  request: FastifyRequest;
}

/** An event as its team sees it. Throws `ApiError` 404. */
export async function getEvent(parts: EventParts, eventId: string): Promise<OfficeEvent> {
  return await show(parts, await findEvent(parts.ledger(), eventId));
}

/** Creates a draft. */
export async function createEvent(
  parts: EventParts,
  editor: Editor,
  input: EventInput,
): Promise<OfficeEvent> {
  const ledger = parts.ledger();
  const document = documentOf(input);
  const about = { action: 'createEvent', eventId: input.id, subject: `event:${input.id}` };
  return await logChange(parts.records, editor, about, async () => {
    const written = await writeEvent(ledger, document, { revision: 0 });
    if (written.outcome === 'refused') throw refusedEvent(written);
    await keep(parts, written.event);
    const { name, startsAt } = document;
    return { result: await show(parts, written.event), after: { name, startsAt } };
  });
}

/** Changes an event that still has the revision its change was made from. */
export async function replaceEvent(
  parts: EventParts,
  editor: Editor,
  change: { eventId: string; revision: number; input: EventInput },
): Promise<OfficeEvent> {
  const { eventId, revision, input } = change;
  const ledger = parts.ledger();
  if (input.id !== eventId) {
    throw invalidRequest({ path: 'id', message: 'cannot be changed; duplicate the event instead' });
  }
  const document = documentOf(input);
  const about = { action: 'replaceEvent', eventId, subject: `event:${eventId}` };
  return await logChange(parts.records, editor, about, async () => {
    const current = await findEvent(ledger, eventId);
    if (current.revision !== revision) throw await changedSince(parts, current, revision);
    await keep(parts, current);
    const written = await writeEvent(ledger, document, { revision });
    if (written.outcome === 'refused') {
      if (written.code !== 'REVISION_CHANGED') throw refusedEvent(written);
      throw await changedSince(parts, written.current ?? current, revision);
    }
    await keep(parts, written.event);
    const changes = changesOf(eventInputOf(current.document), eventInputOf(document));
    return { result: await show(parts, written.event), ...changeRecords(changes) };
  });
}

/** Deletes a draft. */
export async function deleteEvent(
  parts: EventParts,
  editor: Editor,
  { eventId, revision }: { eventId: string; revision: number },
): Promise<void> {
  const ledger = parts.ledger();
  const about = { action: 'deleteEvent', eventId, subject: `event:${eventId}` };
  await logChange(parts.records, editor, about, async () => {
    const current = await readEvent(ledger, eventId);
    const deleted = await deleteDraft(ledger, eventId, { revision });
    if (deleted.outcome === 'refused') {
      if (deleted.code !== 'STEP_REFUSED') throw refusedEvent(deleted);
      throw new ApiError('EVENT_NOT_DELETABLE', deleted.message);
    }
    await forgetEventRevisions(parts.records, eventId);
    // Another event may have its id one day.
    await forgetEntrance(parts.records, eventId);
    const { name = '', startsAt = '' } = current?.document ?? {};
    return { result: undefined, before: { name, startsAt } };
  });
}

/** Takes a step in the life of an event; one that was taken already is not taken again. */
export async function takeSaleStep(
  parts: EventParts,
  editor: Editor,
  { eventId, step, revision }: { eventId: string; step: SaleStep; revision: number | undefined },
): Promise<OfficeEvent> {
  const ledger = parts.ledger();
  const about = { action: 'takeSaleStep', eventId, subject: `event:${eventId}`, after: { step } };
  return await logChange(parts.records, editor, about, async () => {
    const before = await readEvent(ledger, eventId);
    const taken = await changeEventStatus(ledger, eventId, { step, revision });
    if (taken.outcome === 'refused') throw refusedEvent(taken);
    return {
      result: await show(parts, taken.event),
      before: { status: before?.status },
      after: { step, status: taken.event.status },
    };
  });
}

/** Offers more or fewer tickets. */
export async function changeCapacities(
  parts: EventParts,
  editor: Editor,
  { eventId, changes }: { eventId: string } & CapacityRequest,
): Promise<OfficeEvent> {
  const ledger = parts.ledger();
  const about = { action: 'changeCapacity', eventId, subject: `event:${eventId}` };
  return await logChange(parts.records, editor, about, async () => {
    const written = await changeCapacity(ledger, eventId, changes);
    if (written.outcome === 'refused') throw refusedEvent(written);
    const { before, event } = written;
    await keep(parts, before);
    await keep(parts, event);
    const made = changesOf(eventInputOf(before.document), eventInputOf(event.document));
    return { result: await show(parts, event), ...changeRecords(made) };
  });
}

/** The document that a request describes. Throws `ApiError` 400 with every problem. */
function documentOf(input: EventInput): EventDocument {
  const problems: ErrorDetail[] = [];
  const document = readEventInput(input, {
    report: (path, message) => problems.push({ path: eventPathText(path), message }),
    amountText: (_path, amount) => String(amount),
  });
  if (problems.length > 0) throw invalidRequest(...problems);
  return document;
}

// What somebody else has changed since, as far as it is known what the event said then.
async function changedSince(
  { records }: EventParts,
  current: StoredEvent,
  revision: number,
): Promise<ApiError> {
  const { document } = current;
  const then = await readEventRevision(records, document.id, revision);
  const details = then === undefined ? [] : changeDetails(changesOf(then, eventInputOf(document)));
  const message =
    `the event has revision ${current.revision}, not ${revision}: somebody else has changed it; ` +
    'read it again';
  return new ApiError('ETAG_MISMATCH', message, { details });
}

async function keep({ records }: EventParts, { revision, document }: StoredEvent): Promise<void> {
  const event = { eventId: document.id, revision, document: eventInputOf(document) };
  await keepEventRevision(records, event);
}

async function show(parts: EventParts, stored: StoredEvent): Promise<OfficeEvent> {
  const [books] = await readEventBooks(parts.ledger(), [stored]);
  if (books === undefined) throw unknownEvent(stored.document.id);
  return showEvent(stored, books, { publicUrl: parts.config.PUBLIC_URL, nowMs: Date.now() });
}
