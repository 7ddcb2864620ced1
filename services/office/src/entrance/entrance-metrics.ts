import { readEntranceState, type Records } from '@onsale/records';
import { gauge, type Reading, type Registry, shareResult } from '@onsale/service';

/** One reading serves all of a scrape. */
const FRESH_MS = 1000;

/** Every process of the office tells the same. */
export function createEntranceMetrics(registry: Registry, db: Records): void {
  const readState = shareResult(async () => await readEntranceState(db), FRESH_MS);
  gauge(
    registry,
    {
      name: 'onsale_entrance_devices',
      help: 'Devices: online (seen within a minute) or silent (within a day)',
      labelNames: ['state'],
    },
    async (): Promise<Reading> => {
      const { devicesOnline, devicesSilent } = await readState();
      return [
        [{ state: 'online' }, devicesOnline],
        [{ state: 'silent' }, devicesSilent],
      ];
    },
  );
  gauge(
    registry,
    {
      name: 'onsale_entrance_waiting_scans',
      help: 'Scans that devices have yet to send',
    },
    async () => (await readState()).waiting,
  );
  gauge(
    registry,
    {
      name: 'onsale_entrance_open_conflicts',
      help: 'Conflicts that nobody has reviewed',
    },
    async () => (await readState()).openConflicts,
  );
  gauge(
    registry,
    {
      name: 'onsale_entrance_late_scans',
      help: 'Scans of revoked devices to decide on',
    },
    async () => (await readState()).lateScans,
  );
}
