import { randomBytes } from 'node:crypto';

/** Sorts by time and is unique across generators: it is part of every buyer's e-mail address. */
export function newRunId(): string {
  const time = new Date()
    .toISOString()
    .replaceAll(/[-:]|\..*/g, '')
    .toLowerCase();
  return `${time}-${randomBytes(3).toString('hex')}`;
}
