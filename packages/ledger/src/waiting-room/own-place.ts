import { type PlaceRecord, readPlaceRecord } from './place-record.ts';

/** A place as it is now, and how many wait before it while it waits itself. */
export type OwnPlace = PlaceRecord & { before?: number };

/** A newer version of this software wrote the record of a place. */
export class UnknownPlaceError extends Error {
  constructor() {
    super('a place has a state that this version does not know');
    this.name = 'UnknownPlaceError';
  }
}

/** Reads a word of a script: a place's record, and after "/" how many wait before it; undefined for "". */
export function readOwnPlace(word: string): OwnPlace | undefined {
  if (word === '') return undefined;
  const [text = '', before] = word.split('/');
  const record = readPlaceRecord(text);
  if (record === undefined) throw new UnknownPlaceError();
  return before === undefined ? record : { ...record, before: Number(before) };
}
