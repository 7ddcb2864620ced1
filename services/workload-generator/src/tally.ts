import type { LoadEndpointName } from '@onsale/contracts';
import { FailureTable, MAX_KINDS } from './failure-table.ts';
import { TimeHistogram } from './histogram.ts';
import type { RequestKind } from './load-request.ts';
import { TimePair } from './time-pair.ts';

/** Bodies of bad answers that are kept, and characters of each. */
const LAST_ERRORS = 10;
const LAST_ERROR_LENGTH = 500;

/** How each kind of request is called in the table of endpoints. */
export const ENDPOINT_OF: Record<RequestKind, LoadEndpointName> = {
  orders: 'POST /orders',
  duplicates: 'POST /orders (repeated)',
  badRequests: 'POST /orders (invalid)',
  readers: 'GET /tickets',
};

/** Everything that is counted in a run; its size does not depend on how long the run is. */
export class Tally {
  sent = 0;
  success = 0;
  failure = 0;
  dropped = 0;
  readonly requests = { orders: 0, duplicates: 0, badRequests: 0, readers: 0 };
  readonly endpoints = {
    orders: new EndpointTally(),
    duplicates: new EndpointTally(),
    badRequests: new EndpointTally(),
    readers: new EndpointTally(),
  };
  accepted = 0;
  soldOut = 0;
  duplicatesChecked = 0;
  duplicated = 0;
  readonly statusCodes: Record<string, number> = {};
  readonly errors: Record<string, number> = {};
  readonly failures = new FailureTable();
  readonly lastErrors: { at: string; status: number; body: string }[] = [];
  readonly latency = new TimePair();
  readonly serviceTime = new TimePair();
  readonly schedulerLag = new TimePair();

  answered(status: number): void {
    this.statusCodes[status] = (this.statusCodes[status] ?? 0) + 1;
  }

  succeeded(request: RequestKind): void {
    this.success++;
    this.endpoints[request].success++;
  }

  /** There was no answer. */
  failed(request: RequestKind, kind: string): void {
    this.#failed(request, kind, '');
    const known = kind in this.errors || Object.keys(this.errors).length < MAX_KINDS;
    const name = known ? kind : 'other';
    this.errors[name] = (this.errors[name] ?? 0) + 1;
  }

  /** There was an answer, but not the right one; `kind` says what is wrong with it. */
  unexpected(request: RequestKind, kind: string, answer: { status: number; body: string }): void {
    this.#failed(request, kind, answer.body);
    this.lastErrors.push({
      at: new Date().toISOString(),
      status: answer.status,
      body: answer.body.slice(0, LAST_ERROR_LENGTH),
    });
    if (this.lastErrors.length > LAST_ERRORS) this.lastErrors.shift();
  }

  #failed(request: RequestKind, kind: string, sample: string): void {
    this.failure++;
    this.endpoints[request].failure++;
    this.failures.add(ENDPOINT_OF[request], kind, sample);
  }
}

/** What is counted of one endpoint; what was sent to it is in `requests`. */
class EndpointTally {
  success = 0;
  soldOut = 0;
  failure = 0;
  readonly latency = new TimeHistogram();
}
