/** What PostgreSQL and everybody else can still read. */
const LAST_MS = Date.UTC(9999, 11, 31);

/** When a device has scanned something, by its own clock, and when it sent that. */
interface DeviceTimes {
  /** Unix time in ms. */
  at: number;
  sentAt: number;
}

/**
 * When something was scanned by our clock: so long before we heard of it as the device says, however wrong its clock
 * is. It can't say that this was after we heard of it, nor before it signed in.
 */
export function momentOfScan(
  { at, sentAt }: DeviceTimes,
  { receivedAt, signedInAt }: { receivedAt: Date; signedInAt: Date | undefined },
): Date {
  const received = receivedAt.getTime();
  const since = Math.min(signedInAt?.getTime() ?? received, received);
  return new Date(Math.min(Math.max(received - (sentAt - at), since), received));
}

/** What the clock of a device said, as the log keeps it. */
export function clockOfDevice(at: number): Date {
  return new Date(Math.min(at, LAST_MS));
}
