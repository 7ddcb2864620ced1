import type { RehearsalRefusal } from '@onsale/contracts';

/** Where a rehearsal takes place, and what of it can be asked. */
export interface Installation {
  /** `own`: started for this rehearsal, with nothing real in it; its event is sold and recorded as a real one. */
  kind: 'own' | 'running';
  version: string;
  /** The door, such as `http://localhost:8080`. */
  url: string;
  /** A host that may be open to buyers, where whoever asks has named it. */
  allowedHost?: string | undefined;
  /** Whether the door takes the simulator for a proxy, so that everybody comes from an address of their own. */
  trustsUs: boolean;
  /** Undefined where rehearsals can't be made, but only played on events that are there. */
  office: { url: string; apiKey: string } | undefined;
  bank: { url: string; token: string } | undefined;
  /** Mails with tickets that were taken so far, by address; undefined where no mails of it leave. */
  mails: (() => ReadonlyMap<string, number>) | undefined;
  /** CPU seconds that each kind of process has used so far, where that can be read here. */
  cpu: (() => ReadonlyMap<string, number>) | undefined;
  /** Those that can be killed and come back, where they are ours to kill. */
  killable: readonly KillablePart[];
}

export interface KillablePart {
  name: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** What ends a rehearsal before anything is touched, or at once; the message says why. */
export class RefusedRehearsal extends Error {
  readonly reason: RehearsalRefusal;

  constructor(reason: RehearsalRefusal, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
