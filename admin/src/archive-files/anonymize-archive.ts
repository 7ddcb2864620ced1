import { readdir } from 'node:fs/promises';
import {
  anonymizeOrder,
  anonymizePayment,
  type Ledger,
  mailboxOf,
  normalizeAddress,
  type PersonWords,
  toOrder,
  wordsOfOrder,
} from '@onsale/ledger';
import { orderJson } from '../order-json.ts';
import { readArchiveFile } from './read-archive-file.ts';
import {
  ARCHIVE_FILE,
  PARTIAL_SUFFIX,
  replaceArchiveFile,
  SUM_SUFFIX,
} from './write-archive-file.ts';

/** A line of an archive file. */
export interface ArchivedLine {
  orderId: string;
  record: string;
  payment?: string;
}

/** What was found in a folder of archive files, and done. */
export interface ArchiveSearch {
  files: number;
  /** The lines of this person, one for each time an order was stored. */
  lines: ArchivedLine[];
  /** Files that can't be read, each in a sentence. */
  problems: string[];
  /** Whether a run of `archive` is writing a file, or was interrupted. */
  isBeingWritten: boolean;
}

/** The lines of all orders in a folder of archive files whose address leads to this mailbox. */
export async function searchArchive(
  folder: string,
  address: string,
  { signal, onFile }: { signal?: AbortSignal; onFile?: (files: number) => void } = {},
): Promise<ArchiveSearch> {
  const mailbox = normalizeAddress(address);
  const search: ArchiveSearch = { files: 0, lines: [], problems: [], isBeingWritten: false };
  for await (const { name, lines, problem } of readFiles(folder, search, signal)) {
    if (problem !== undefined) search.problems.push(`${name} ${problem}`);
    const own = lines.map(parseLine).filter(({ record }) => mailboxOf(record) === mailbox);
    search.lines.push(...own);
    onFile?.(search.files);
  }
  return search;
}

/**
 * Removes a person from all files of a folder. A file is replaced by one of another name, whose checksum
 * is there before the old one goes: interrupted, both are there, and the next run replaces it by the
 * same. Returns the number of files that were replaced, and whether a run of `archive` was writing meanwhile.
 */
export async function anonymizeArchive(
  ledger: Ledger,
  folder: string,
  { address, words, signal }: { address: string; words: PersonWords; signal?: AbortSignal },
): Promise<{ replaced: number; isBeingWritten: boolean }> {
  const mailbox = normalizeAddress(address);
  const search: ArchiveSearch = { files: 0, lines: [], problems: [], isBeingWritten: false };
  let replaced = 0;
  for await (const { name, lines } of readFiles(folder, search, signal)) {
    let isOwn = false;
    const after = lines.map((line) => {
      const stored = parseLine(line);
      if (mailboxOf(stored.record) !== mailbox) return line;
      isOwn = true;
      return anonymizeLine(ledger, stored, words);
    });
    if (!isOwn) continue;
    await replaceArchiveFile(folder, { name, lines: after });
    replaced += 1;
  }
  const names = await readdir(folder);
  return { replaced, isBeingWritten: search.isBeingWritten || names.some(isPartial) };
}

const isPartial = (name: string) => name.endsWith(PARTIAL_SUFFIX);

async function* readFiles(
  folder: string,
  search: ArchiveSearch,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ name: string; lines: string[]; problem?: string }> {
  const names = (await readdir(folder)).sort();
  search.isBeingWritten = names.some(isPartial);
  for (const name of names) {
    signal?.throwIfAborted();
    if (!ARCHIVE_FILE.test(name)) continue;
    search.files += 1;
    yield { name, ...(await readArchiveFile(folder, name, names.includes(name + SUM_SUFFIX))) };
  }
}

function parseLine(line: string): ArchivedLine {
  return JSON.parse(line) as ArchivedLine;
}

// As `archive` writes it.
function anonymizeLine(
  ledger: Ledger,
  { orderId, record, payment }: ArchivedLine,
  words: PersonWords,
): string {
  const all = new Set([...words, ...wordsOfOrder(record)]);
  const after = anonymizeOrder(orderId, record, all);
  return JSON.stringify({
    ...orderJson(toOrder(ledger, orderId, after)),
    record: after,
    payment: payment === undefined ? undefined : anonymizePayment(orderId, payment, all),
  });
}
