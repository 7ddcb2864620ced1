import { withJitter } from './with-jitter.ts';

/** How a stream of server-sent events is doing. */
export type StreamState =
  | { phase: 'connecting' }
  | { phase: 'open' }
  | { phase: 'interrupted'; sinceMs: number; attempts: number; nextAtMs: number };

/** The part of `EventSource` that is used. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
  close(): void;
}

/** What to follow, and whom to tell. */
export interface FollowOptions {
  url: string;
  /** The name of the events, `message` where they have none. */
  event: string;
  onMessage: (data: unknown) => void;
  onState: (state: StreamState) => void;
  /** A stream that speaks by itself is as good as dead when it is silent for this long. */
  silenceMs?: number;
  random?: () => number;
  open?: (url: string) => EventSourceLike;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
/**
 * Follows a stream and comes back by itself. `EventSource` alone gives up for good when a proxy
 * answers 502, and never notices a connection that is silently dead. Returns how to end it.
 */
export function followStream(options: FollowOptions): () => void {
  const { url, event, onMessage, onState, silenceMs, random } = options;
  const open = options.open ?? ((address) => new EventSource(address));
  let source: EventSourceLike | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOpen = false;
  let attempts = 0;
  let interruptedAtMs: number | undefined;

  const connect = () => {
    const current = open(url);
    source = current;
    watchSilence();
    current.addEventListener(event, ({ data }) => {
      if (source !== current) return;
      watchSilence();
      if (!isOpen) onState({ phase: 'open' });
      isOpen = true;
      attempts = 0;
      interruptedAtMs = undefined;
      onMessage(JSON.parse(String(data)));
    });
    current.addEventListener('error', () => {
      if (source === current) interrupt();
    });
  };
  const watchSilence = () => {
    clearTimeout(timer);
    if (silenceMs !== undefined) timer = setTimeout(interrupt, silenceMs);
  };
  const interrupt = () => {
    close();
    isOpen = false;
    const nowMs = Date.now();
    interruptedAtMs ??= nowMs;
    const waitMs = withJitter(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts), random);
    attempts++;
    const nextAtMs = nowMs + waitMs;
    onState({ phase: 'interrupted', sinceMs: interruptedAtMs, attempts, nextAtMs });
    timer = setTimeout(connect, waitMs);
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };

  onState({ phase: 'connecting' });
  connect();
  return close;
}
