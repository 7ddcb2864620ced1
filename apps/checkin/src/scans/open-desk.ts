import type { CodeCrypto } from '@onsale/ticket-codes/verify';
import { type KeptDevice, readNote } from '../device/database.ts';
import { Disk } from '../device/disk.ts';
import { KeptList } from '../list/kept-list.ts';
import { findCrypto } from './code-crypto.ts';
import { KeptScans } from './kept-scans.ts';
import { OfficeClock } from './office-clock.ts';

/** All that is kept on this device, read into memory. */
export interface Desk {
  disk: Disk;
  clock: OfficeClock;
  list: KeptList;
  scans: KeptScans;
  /** What this browser is and was. */
  devices: Map<string, KeptDevice>;
  /** What it is; undefined when nobody has signed it in. */
  device: KeptDevice | undefined;
  crypto: CodeCrypto;
  /** Does one thing after another: what is decided by the list, and what changes it. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** `onLost`: another window is at work. Throws where nothing can be kept. */
export async function openDesk(onLost: () => void): Promise<Desk> {
  const disk = await Disk.open(onLost);
  const [list, scans, crypto, all, current, aheadMs] = await Promise.all([
    KeptList.read(disk),
    KeptScans.read(disk),
    findCrypto(),
    disk.db.getAll('devices'),
    readNote(disk.db, 'current'),
    readNote(disk.db, 'aheadMs'),
  ]);
  const devices = new Map(all.map((device) => [device.deviceId, device]));
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...{ disk, list, scans, devices, crypto },
    clock: new OfficeClock(aheadMs),
    device: devices.get(current ?? ''),
    inTurn: async (work) => {
      const next = last.then(work);
      last = next.catch(() => undefined);
      return await next;
    },
  };
}
