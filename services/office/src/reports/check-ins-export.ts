import { type EntranceRules, entranceOperations } from '@onsale/contracts';
import { type CsvColumn, csvFile } from '@onsale/csv';
import {
  entranceRules,
  type ExportedCheckIn,
  readEntranceSettings,
  scanCheckInsOf,
} from '@onsale/records';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import type { OfficeParts } from '../app.ts';
import { findEntranceEvent } from '../entrance/find-entrance-event.ts';
import type { SendFile } from './send-file.ts';

/** Registers the route that sends who was let in. */
export function registerCheckInsExport(
  scope: HttpServer,
  parts: OfficeParts,
  send: SendFile,
): void {
  const { records } = parts;
  const { exportCheckIns } = entranceOperations;
  route(scope, parts, exportCheckIns, async (asked) => {
    const { eventId } = asked.params;
    const event = await findEntranceEvent(parts, eventId);
    const { settings } = await readEntranceSettings(records, eventId);
    const columns = columnsOf(entranceRules(event, settings));
    return await send(asked, {
      ...{ action: exportCheckIns.operationId, name: 'check-ins', eventId },
      make: () => csvFile(scanCheckInsOf(records, eventId), columns, asked.query),
    });
  });
}

function columnsOf({ types, entrances }: EntranceRules): CsvColumn<ExportedCheckIn>[] {
  const typeOf = new Map(types.map(({ ticketId, name }) => [ticketId, name]));
  const entranceOf = new Map(entrances.map(({ entranceId, name }) => [entranceId, name]));
  return [
    { en: 'Order', de: 'Bestellung', of: (row) => row.order_id },
    { en: 'Ticket', de: 'Ticket', of: (row) => row.place },
    {
      ...{ en: 'Ticket type', de: 'Ticketart' },
      of: (row) => typeOf.get(row.ticket_id) ?? row.ticket_id,
    },
    { en: 'State', de: 'Stand', of: (row) => row.state },
    { en: 'Name', de: 'Name', of: (row) => row.name },
    { en: 'E-mail', de: 'E-Mail', of: (row) => row.email },
    { en: 'Let in', de: 'Eingelassen', of: (row) => row.at },
    { en: 'Time zone', de: 'Zeitzone', of: (row) => row.time_zone },
    { en: 'Day', de: 'Tag', of: (row) => row.day },
    {
      ...{ en: 'Entrance', de: 'Eingang' },
      of: (row) => entranceOf.get(row.entrance_id) ?? row.entrance_id,
    },
    { en: 'By', de: 'Durch', of: (row) => row.device },
    { en: 'Conflict', de: 'Konflikt', of: (row) => row.conflict },
  ];
}
