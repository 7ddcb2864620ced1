import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { getPriority } from 'node:os';
import { test } from 'node:test';
import { promisify } from 'node:util';

const SCRIPT = `
import { getPriority } from 'node:os';
import { lowerPriority } from '${new URL('../../src/recorder/lower-priority.ts', import.meta.url).href}';
lowerPriority();
process.stdout.write(String(getPriority()));`;

async function priorityAfter(niceness: number): Promise<number> {
  const program = [process.execPath, '--input-type=module', '--eval', SCRIPT];
  const { stdout } = await promisify(execFile)('nice', ['-n', `${niceness}`, ...program]);
  return Number(stdout);
}

test('the recorder goes behind the sale, and is not in the way of whoever put it further back', async () => {
  const own = getPriority();
  assert.equal(await priorityAfter(0), Math.max(own, 10));
  assert.equal(await priorityAfter(15), Math.min(own + 15, 19));
});
