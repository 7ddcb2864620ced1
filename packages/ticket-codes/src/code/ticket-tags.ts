import { hash } from 'node:crypto';
import { fromBase32, toBase32 } from './base32.ts';
import { TAG_BYTES } from './code-layout.ts';

/** Which ticket: a version of a seat of a line of an order. */
export interface TicketName {
  orderId: string;
  /** From 0. */
  line: number;
  /** From 1. */
  number: number;
  version: number;
}

/** The ids by which codes name a ticket, its event and its type. */
export function ticketTag({ orderId, line, number, version }: TicketName): string {
  return tagOf(`${orderId}/${line}/${number}/${version}`, TAG_BYTES.ticket);
}

/** The bytes of an id of a ticket; undefined of what is none. */
export function ticketTagBytes(ticket: string): Buffer | undefined {
  const bytes = fromBase32(ticket);
  return bytes?.length === TAG_BYTES.ticket ? Buffer.from(bytes) : undefined;
}

export function eventTagOf(eventId: string): string {
  return tagOf(eventId, TAG_BYTES.event);
}

export function typeTagOf(eventId: string, ticketId: string): string {
  return tagOf(`${eventId}/${ticketId}`, TAG_BYTES.type);
}

function tagOf(text: string, length: number): string {
  return toBase32(hash('sha256', text, 'buffer').subarray(0, length));
}
