import type { Device, LoggedScan, ScanAnswer } from '@onsale/api-client';
import { m } from '../app/texts.ts';

type Kind = ScanAnswer['kind'];

const KINDS: Readonly<Record<Kind, { words: () => string; color: string }>> = {
  welcome: { words: () => m.entrance_answer_welcome(), color: 'good' },
  already_in: { words: () => m.entrance_answer_already_in(), color: 'warn' },
  not_valid: { words: () => m.entrance_answer_not_valid(), color: 'bad' },
  not_yet: { words: () => m.entrance_answer_not_yet(), color: 'warn' },
  undecided: { words: () => m.entrance_answer_undecided(), color: 'ink' },
};

/** What an entrance is called; the one that an event has before anybody names it, in the language of the reader. */
export function nameOfEntrance({ entranceId, name }: { entranceId: string; name: string }): string {
  return entranceId === 'main' && name === 'Main entrance' ? m.entrance_name_main() : name;
}

/** What a scan was answered, as words and a colour that repeats them. */
export function answerOf(kind: Kind) {
  const { words, color } = KINDS[kind];
  return { words: words(), color };
}

const REASONS: Readonly<Record<string, () => string>> = {
  malformed: () => m.entrance_reason_malformed(),
  unknown_key: () => m.entrance_reason_unknown_key(),
  forged: () => m.entrance_reason_forged(),
  other_event: () => m.entrance_reason_other_event(),
  other_day: () => m.entrance_reason_other_day(),
  other_entrance: () => m.entrance_reason_other_entrance(),
  refunded: () => m.entrance_reason_refunded(),
  cancelled: () => m.entrance_reason_cancelled(),
  replaced: () => m.entrance_reason_replaced(),
  no_list: () => m.entrance_reason_no_list(),
  old_list: () => m.entrance_reason_old_list(),
  not_in_list: () => m.entrance_reason_not_in_list(),
};

/** Why; that of a newer office by its own name. */
export function wordsOfReason(reason: string): string {
  return REASONS[reason]?.() ?? reason;
}

const VIA: Readonly<Record<LoggedScan['via'], () => string>> = {
  camera: () => m.entrance_via_camera(),
  scanner: () => m.entrance_via_scanner(),
  typed: () => m.entrance_via_typed(),
  name: () => m.entrance_via_name(),
  order: () => m.entrance_via_order(),
  console: () => m.entrance_via_console(),
};

/** How a ticket was read. */
export function wordsOfVia(via: LoggedScan['via']): string {
  return VIA[via]();
}

/** Nobody minds the clock of a device that is off by no more. */
export const CLOCK_OFF_MS = 60_000;

/** A device that has been silent for so long has no network, or is asleep. */
const SILENT_MS = 60_000;

/** How a device is at a moment (ISO 8601), as words and a colour that repeats them. */
export function stateOfDevice(device: Device, at: string) {
  switch (device.state) {
    case 'invited':
      return { words: m.entrance_device_invited(), color: 'ink' };
    case 'expired':
      return { words: m.entrance_device_expired(), color: 'ink' };
    case 'revoked':
      return { words: m.entrance_device_revoked(), color: 'ink' };
    default:
      return isConnected(device, at)
        ? { words: m.entrance_device_connected(), color: 'good' }
        : { words: m.entrance_device_silent(), color: 'warn' };
  }
}

/** Whether a device scans, or somebody is about to sign it in. */
export function isActive({ state }: Pick<Device, 'state'>): boolean {
  return state === 'signed_in' || state === 'invited';
}

/** Whether a device has been heard of just now. */
export function isConnected({ state, lastSeenAt }: Device, at: string): boolean {
  return (
    state === 'signed_in' &&
    lastSeenAt !== undefined &&
    Date.parse(at) - Date.parse(lastSeenAt) < SILENT_MS
  );
}
