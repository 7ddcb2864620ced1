import { TimePair } from './time-pair.ts';

/** Bodies of bad answers that are kept, and characters of each. */
const LAST_ERRORS = 10;
const LAST_ERROR_LENGTH = 500;
/** Kinds of failure that are told apart; a target can't fill the memory with new ones. */
const MAX_KINDS = 40;

/** Everything that is counted in a run; its size does not depend on how long the run is. */
export class Tally {
  sent = 0;
  success = 0;
  failure = 0;
  dropped = 0;
  readonly requests = { orders: 0, duplicates: 0, badRequests: 0, readers: 0 };
  accepted = 0;
  soldOut = 0;
  duplicatesChecked = 0;
  duplicated = 0;
  readonly statusCodes: Record<string, number> = {};
  readonly errors: Record<string, number> = {};
  readonly lastErrors: { at: string; status: number; body: string }[] = [];
  readonly latency = new TimePair();
  readonly serviceTime = new TimePair();
  readonly schedulerLag = new TimePair();

  answered(status: number): void {
    this.statusCodes[status] = (this.statusCodes[status] ?? 0) + 1;
  }

  failed(kind: string): void {
    this.failure++;
    const known = kind in this.errors || Object.keys(this.errors).length < MAX_KINDS;
    const name = known ? kind : 'other';
    this.errors[name] = (this.errors[name] ?? 0) + 1;
  }

  unexpected(status: number, body: string): void {
    this.failure++;
    this.lastErrors.push({
      at: new Date().toISOString(),
      status,
      body: body.slice(0, LAST_ERROR_LENGTH),
    });
    if (this.lastErrors.length > LAST_ERRORS) this.lastErrors.shift();
  }
}
