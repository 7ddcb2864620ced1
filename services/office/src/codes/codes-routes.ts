import {
  changeCodes,
  codesFile,
  type CodeView,
  findCode,
  importCodes,
  listCodes,
  makeCodes,
  replaceCode,
  ruleOfCode,
  showCode,
} from '@onsale/codes';
import { codesOperations } from '@onsale/contracts';
import type { CodesOf, StoredEvent } from '@onsale/ledger';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import { withIdempotency } from '../access/with-idempotency.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';
import { fileSender } from '../reports/send-file.ts';
import { askedNames } from './asked-names.ts';

/** Codes of events: made one by one or by the thousand, changed, imported and exported. */
export function registerCodesRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { ledger, records, config } = parts;
  const operations = codesOperations;
  const send = fileSender(records);
  const viewOf = ({ document }: StoredEvent): CodeView => {
    return { event: document, publicUrl: config.PUBLIC_URL, nowMs: Date.now() };
  };

  route(scope, parts, operations.listCodes, async ({ params, query }) => {
    const event = await findEvent(ledger(), params.eventId);
    return await listCodes(ledger(), { of: codesOf(event), view: viewOf(event), query });
  });
  route(scope, parts, operations.getOfficeCode, async ({ params }) => {
    const event = await findEvent(ledger(), params.eventId);
    return showCode(await findCode(ledger(), codesOf(event), params.code), viewOf(event));
  });
  route(scope, parts, operations.makeCodes, async ({ params, body, ...asked }) => {
    const { eventId } = params;
    return await withIdempotency(records, asked, async (purpose) => {
      const event = await findEvent(ledger(), eventId);
      const about = { action: 'makeCodes', eventId, subject: `event:${eventId}` };
      const made = await logChange(records, asked, about, async () => {
        const names = askedNames(body, { secret: config.OFFICE_SECRET, purpose });
        const result = await makeCodes(ledger(), event, { rule: body.rule, names });
        const [first = ''] = result.codes;
        return { result, after: { ...body.rule, codes: result.made, first } };
      });
      return { status: 201, body: made };
    });
  });
  route(scope, parts, operations.replaceCode, async ({ params, body, ...asked }) => {
    const { eventId, code: typed } = params;
    const event = await findEvent(ledger(), eventId);
    const { currency } = event.document;
    const about = { action: 'replaceCode', eventId, subject: `event:${eventId}` };
    const code = await logChange(records, asked, about, async () => {
      const { before, after } = await replaceCode(ledger(), event, { typed, ...body });
      const said = (each: typeof after) => {
        return { code: each.code, ...ruleOfCode(each, currency), off: each.offAtMs !== undefined };
      };
      return { result: after, before: said(before), after: said(after) };
    });
    return showCode(code, viewOf(event));
  });
  route(scope, parts, operations.changeCodes, async ({ params, body, ...asked }) => {
    const { eventId } = params;
    const event = await findEvent(ledger(), eventId);
    const about = { action: 'changeCodes', eventId, subject: `event:${eventId}` };
    return await logChange(records, asked, about, async () => {
      const result = await changeCodes(ledger(), codesOf(event), body);
      const { step, label, codes: [first] = [] } = body;
      return { result, after: { step, label, first, codes: result.changed } };
    });
  });
  route(scope, parts, operations.importCodes, async ({ params, body, ...asked }) => {
    const { eventId } = params;
    const event = await findEvent(ledger(), eventId);
    const about = { action: 'importCodes', eventId, subject: `event:${eventId}` };
    return await logChange(records, asked, about, async () => {
      const result = await importCodes(ledger(), event, body);
      const { problems, ...sums } = result;
      return { result, after: { ...sums, problems: problems.length } };
    });
  });
  route(scope, parts, operations.exportCodes, async ({ params, query, ...asked }) => {
    const event = await findEvent(ledger(), params.eventId);
    const view = viewOf(event);
    return await send(asked, {
      ...{ action: 'exportCodes', name: `codes-${params.eventId}`, eventId: params.eventId },
      make: () => codesFile(ledger(), { shard: event.shard, view, query }),
    });
  });
}

function codesOf({ shard, document }: StoredEvent): CodesOf {
  return { shard, eventId: document.id };
}
