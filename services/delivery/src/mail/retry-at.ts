/** The first wait of a mail, by whether a person waits for it; each further one is four times as long. */
const FIRST_MS = { many: 60_000, person: 10_000 };
const FACTOR = 4;
const LONGEST_MS = 3_600_000;
/** Waits differ by up to so much, so that what failed together doesn't come back together. */
const SPREAD = 0.2;
/** Two days: a mailbox that has been full for so long is read by nobody. */
const MOST_ATTEMPTS = 50;

/** When a mail that was not taken for now is tried again; undefined when it is given up. */
export function retryAt(
  { attempts, isUrgent }: { attempts: number; isUrgent: boolean },
  nowMs: number = Date.now(),
): Date | undefined {
  if (attempts >= MOST_ATTEMPTS) return undefined;
  const firstMs = isUrgent ? FIRST_MS.person : FIRST_MS.many;
  const waitMs = Math.min(LONGEST_MS, firstMs * FACTOR ** Math.min(attempts - 1, 10));
  return new Date(nowMs + waitMs * (1 + SPREAD * Math.random()));
}

const SHORTEST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 300_000;

/** How long a server that can't be used is left alone, by how often it was since it last took a mail. */
export function pauseMs(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * FACTOR ** Math.min(failures, 10));
}
