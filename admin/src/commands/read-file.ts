import { readFile } from 'node:fs/promises';
import { UsageError } from '../command.ts';

/** The text of a file that was named on the command line. Throws `UsageError`. */
export async function readTextFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
}
