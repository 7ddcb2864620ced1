import { ApiError, isTemporary } from '@onsale/api-client';
import type { SignInOutcome } from '../scans/checkin-session.ts';
import type { Desk } from '../scans/open-desk.ts';
import { type KeptDevice, writeNote } from './database.ts';
import { signInDevice, signOutDevice } from './office.ts';

/**
 * Signs this browser in as another device than it was, if it was one. What it has scanned before stays, to be sent
 * with the token of then; the list is another's.
 */
export async function signIn(desk: Desk, code: string, version: string): Promise<SignInOutcome> {
  let answer;
  try {
    answer = await signInDevice(code.trim(), version);
  } catch (error) {
    if (error instanceof ApiError && error.status === 429) return { ok: false, why: 'busy' };
    if (error instanceof ApiError && error.status === 410) return { ok: false, why: 'expired' };
    if (isTemporary(error)) return { ok: false, why: 'offline' };
    if (error instanceof ApiError) return { ok: false, why: 'refused' };
    throw error;
  }
  const { eventId, eventName, token } = answer;
  await become(desk, { ...answer.device, eventId, eventName, token, state: 'signed_in' });
  return { ok: true };
}

/**
 * Makes this browser `next`, or no device. The one before is signed out when the office has all that it scanned.
 */
export async function become(desk: Desk, next: KeptDevice | undefined): Promise<void> {
  const before = desk.device;
  await desk.inTurn(async () => {
    const stores = ['devices', 'pages', 'changes'] as const;
    await desk.disk.write([...stores], { isLasting: true }, async (writing) => {
      if (before?.state === 'signed_in') {
        before.state = 'signed_out';
        await writing.objectStore('devices').put(before);
      }
      if (next !== undefined) await writing.objectStore('devices').put(next);
      await writeNote(writing, 'current', next?.deviceId);
      await desk.list.forget(writing);
    });
    if (next !== undefined) desk.devices.set(next.deviceId, next);
    desk.device = next;
  });
}

/** A member has signed this device out: it forgets who is on the list. */
export async function noteRevoked(desk: Desk, device: KeptDevice): Promise<void> {
  await desk.inTurn(async () => {
    const revoked = { ...device, state: 'revoked' as const };
    await desk.disk.write(['devices', 'pages', 'changes'], { isLasting: true }, async (writing) => {
      await writing.objectStore('devices').put(revoked);
      await desk.list.forget(writing);
    });
    desk.devices.set(device.deviceId, revoked);
    if (desk.device?.deviceId === device.deviceId) desk.device = revoked;
  });
}

/** Tells the office which devices this browser is no more, once it has all that they scanned. */
export async function signOutFormer(desk: Desk): Promise<void> {
  const { devices, scans, disk } = desk;
  const busy = new Set(Array.from(scans.waiting.values(), ({ deviceId }) => deviceId));
  for (const { deviceId, token, state } of devices.values()) {
    if (state !== 'signed_out' || busy.has(deviceId)) continue;
    await signOutDevice(token).catch((error: unknown) => {
      // It was revoked: that is as good.
      if (!(error instanceof ApiError && error.status === 401)) throw error;
    });
    await disk.write(['devices'], { isLasting: false }, async (writing) => {
      await writing.objectStore('devices').delete(deviceId);
    });
    devices.delete(deviceId);
  }
}
