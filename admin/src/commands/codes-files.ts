import { readFile } from 'node:fs/promises';
import { codesFile, importCodes } from '@onsale/codes';
import { importFile, lineOf, NOTHING_READ, readCodesFile } from '@onsale/codes/import-file';
import { ApiError, type ImportProblem } from '@onsale/contracts';
import { FILTER_OPTIONS, filterOfOptions, findEvent } from '../codes/find-event.ts';
import { type Command, type CommandCall, UsageError } from '../command.ts';

/** Makes codes from a file, as the console does. */
export const codesImportCommand: Command = {
  usage: 'codes import EVENT FILE [--replace]',
  summary:
    'makes the codes of a CSV file, and says which lines it did not take; with --replace it also changes codes ' +
    'that exist to what their lines say',
  options: { replace: { type: 'boolean' } },
  words: { least: 2, most: 2 },
  async run(context, { words: [eventId = '', file = ''], options }) {
    const { print, warn, progress, signal } = context;
    const text = readCodesFile(await bytesOf(file));
    const { ledger, event } = await findEvent(context, eventId);
    const report = await importFile(text, {
      report: NOTHING_READ,
      send: async (part) => {
        signal.throwIfAborted();
        return await importCodes(ledger, event, { ...part, replace: options['replace'] === true });
      },
      onProgress: (done, of) =>
        progress(`${done.toLocaleString('en')} of ${of.toLocaleString('en')} lines`),
    });
    for (const problem of report.problems) warn(wordsOf(problem));
    const { made, changed, unchanged, done, failure } = report;
    const sums = [`${made} made`, `${changed} changed`, `${unchanged} unchanged`];
    if (failure === undefined || done > 0) print(sums.join(', '));
    if (failure !== undefined) {
      if (done > 0) warn(`stopped at line ${lineOf(done)}; run the same command again to continue`);
      throw isOfFile(failure) ? new UsageError(`${file} ${failure.details[0]?.message}`) : failure;
    }
    return report.problems.length === 0 ? 0 : 1;
  },
};

/** Writes the codes of an event to stdout, as the file that the import reads. */
export const codesExportCommand: Command = {
  usage: 'codes export EVENT [--comma] [--german] [--label LABEL] [--state STATE] [--search TEXT]',
  summary:
    'writes the codes of an event to stdout as CSV, which codes import and the console read: with semicolons, or ' +
    'with --comma commas and decimal points; --german for German headings',
  options: { ...FILTER_OPTIONS, comma: { type: 'boolean' }, german: { type: 'boolean' } },
  words: { least: 1, most: 1 },
  async run(context, { words: [eventId = ''], options }) {
    const query = { ...filterOfOptions(options), ...formatOf(options) };
    const { ledger, of, view } = await findEvent(context, eventId);
    for await (const part of codesFile(ledger, { shard: of.shard, view, query })) {
      context.signal.throwIfAborted();
      await context.write(String(part));
    }
    return 0;
  },
};

// The file as a whole can't be read.
function isOfFile(failure: unknown): failure is ApiError {
  return failure instanceof ApiError && failure.code === 'INVALID_REQUEST';
}

function formatOf({ comma, german }: CommandCall['options']) {
  return {
    separator: comma === true ? 'comma' : 'semicolon',
    language: german === true ? 'de' : 'en',
  } as const;
}

async function bytesOf(file: string): Promise<ArrayBuffer> {
  try {
    return new Uint8Array(await readFile(file)).buffer;
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
}

function wordsOf({ line, column, message, text }: ImportProblem): string {
  return `line ${line}: ${column === undefined ? '' : `${column} `}${message}: ${text}`;
}
