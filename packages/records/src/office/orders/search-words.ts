import { parseOrderId } from '@onsale/ledger';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** More would find nothing that these do not. */
const MOST_WORDS = 8;
/** Ids have this many characters, and begin with the time: the first ones are the same for everybody. */
const ID_LENGTH = 28;
const LEAST_OF_ID = 6;
const LEAST_OF_REFERENCE = 4;

/** What somebody looks for, in the ways in which it may be meant. */
export interface SearchWords {
  /** The first and the last order id that begin with it. */
  ids?: { least: string; most: string };
  /** How an order is called where its id must not be told: `orderHandle`. */
  handle?: string;
  /** What the reference of a payment begins with. */
  reference?: string;
  /** Of names and addresses, each a pattern of LIKE; empty when it has no letter. */
  patterns: string[];
}

/** Reads a search. */
export async function readSearch(db: Records, text: string): Promise<SearchWords> {
  const words = text.trim().split(/\s+/u).slice(0, MOST_WORDS);
  const { rows } = await sql<{ word: string }>`
    select records.fold(word) as word from unnest(${words}::text[]) with ordinality as each (word, at)
    order by at`.execute(db);
  const patterns = rows.flatMap(({ word }) => (word === '' ? [] : patternOf(word)));
  const [only = ''] = words;
  if (words.length > 1) return { patterns };
  const ids = idsFrom(only.toLowerCase());
  const handle = HANDLE.exec(only.toLowerCase())?.[0];
  return {
    ...(ids === undefined ? {} : { ids }),
    ...(handle === undefined ? {} : { handle, ids: idsFrom(handle.slice(0, 12))! }),
    ...(only.length < LEAST_OF_REFERENCE ? {} : { reference: only.toLowerCase() }),
    patterns,
  };
}

const HANDLE = /^[0-9a-z]{12}-[0-9a-f]{6}$/;

// Less than three letters are looked for where a word begins: there are too many of them elsewhere, and no
// index has them.
function patternOf(word: string): string {
  return word.length < 3 ? `% ${escape(word)}%` : `%${escape(word)}%`;
}

function escape(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

function idsFrom(text: string): SearchWords['ids'] {
  if (text.length < LEAST_OF_ID || text.length > ID_LENGTH) return undefined;
  const least = text.padEnd(ID_LENGTH, '0');
  if (parseOrderId(least, Infinity) === undefined) return undefined;
  return { least, most: text.padEnd(ID_LENGTH, 'z') };
}
