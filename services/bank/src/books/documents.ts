import type { ErrorCode } from '@onsale/contracts';
import type { FaultName } from '../faults/fault-list.ts';

// What the bank keeps. All times are Unix times in ms, all amounts minor units.

/** A hosted page, and the money that moved because of it. */
export interface Checkout {
  id: string;
  orderUrl: string;
  returnUrl: string;
  description: string;
  amountMinor: number;
  currency: string;
  /** `processing`: the buyer is through, and the bank has not decided. `failed`: declined for good. */
  state: 'open' | 'processing' | 'paid' | 'failed' | 'expired';
  createdAtMs: number;
  expiresAtMs: number;
  /** There once the buyer is through. */
  paymentId?: string;
  /** Where it is not what was asked for: a fault. */
  paid?: { amountMinor: number; currency: string };
  /** What becomes of it by itself, and when. */
  decision?: { atMs: number; state: 'paid' | 'failed' };
  faults: FaultName[];
  refunds: Refund[];
  disputes: Dispute[];
}

export interface Refund {
  id: string;
  amountMinor: number;
  currency: string;
  state: 'pending' | 'done' | 'failed';
  problem?: string;
  createdAtMs: number;
  decision?: { atMs: number; state: 'done' | 'failed' };
}

export interface Dispute {
  id: string;
  amountMinor: number;
  currency: string;
  state: 'needs_response' | 'under_review' | 'won' | 'lost';
  respondByMs: number;
}

/** What the seller has taken out of the account in one currency; less than nothing when it was filled up. */
export interface PaidOut {
  amountMinor: number;
}

/** A message that has not been taken yet. */
export interface Message {
  id: string;
  checkoutId: string;
  /** The body as it is sent, each time the same. */
  body: string;
  createdAtMs: number;
  tries: number;
  nextAtMs: number;
}

/** The first answer to a request with a key. */
export interface KeptAnswer {
  /** Tells whether the parameters are the same. */
  fingerprint: string;
  answer?: object;
  refusal?: { code: ErrorCode; message: string };
  atMs: number;
}

export interface Settings {
  seed: number;
  /** How often each fault happens by itself, from 0 to 1. */
  rates: Partial<Record<FaultName, number>>;
  /** How long what is late takes. */
  lateMs: number;
  /** How long a slow API takes. */
  slowMs: number;
  /** How often the bank was started, so that a start does not repeat the dice of the last one. */
  starts: number;
}
