import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { createApiKey } from '@onsale/records';
import { endWithUs } from '@onsale/testing';
import { type Site, startSite } from '@onsale/testing/site';
import { readText } from './project-files.ts';

// The commands of docs/api.md are typed into one shell, in the order of the page, and what they print is
// compared with what the page says they do.

const CATALOG = `
events:
  - id: other
    name: Another event
    venue: Hall
    currency: EUR
    startsAt: 2087-05-01T20:00:00Z
    tickets:
      - { id: other-standing, name: Standing, type: standing, price: 10, capacity: 5 }
`;
const END = '=== end of an example ===';

let site: Site;
before(async () => {
  site = await startSite({ catalog: CATALOG, office: {}, delivery: {} });
});
after(() => site.stop());

test('the examples of docs/api.md do what the page says', async () => {
  const { secret } = await createApiKey(site.office.db, {
    ...{ name: 'docs', createdBy: 'test', grants: [{ role: 'owner' }] },
  });
  const examples = readExamples(readText('docs/api.md'));
  const folder = mkdtempSync(join(tmpdir(), 'onsale-examples-'));
  const commands = examples.map(({ command }) => `${command}\necho\necho '${END}'`);
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', commands.join('\n')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
    env: {
      PATH: process.env['PATH'],
      SHOP: `${site.url}/api/v1`,
      OFFICE: `${site.office.consoleUrl}/api/v1`,
      KEY: secret,
    },
  });
  endWithUs(shell);
  const [stdout, stderr, [status]] = await Promise.all([
    text(shell.stdout),
    text(shell.stderr),
    once(shell, 'exit') as Promise<[number | null]>,
  ]);
  rmSync(folder, { recursive: true });
  assert.equal(status, 0, stdout + stderr);
  const answers = stdout.split(`${END}\n`);
  assert.ok(examples.length > 7);
  for (const [i, { command, answer }] of examples.entries()) {
    if (answer === undefined) continue;
    const printed = JSON.parse(answers[i] ?? '') as unknown;
    assertShows(printed, JSON.parse(answer), `${command}\nprinted ${answers[i]}\nunlike the page:`);
  }
});

/** Every command, with the answer that the page shows right below it. */
function readExamples(page: string): { command: string; answer?: string }[] {
  const blocks = page.matchAll(/```sh\n([^]*?)```(?:\s*```json\n([^]*?)```)?/g);
  return Array.from(blocks, ([, command = '', answer]) => ({
    command,
    ...(answer === undefined ? {} : { answer }),
  }));
}

/** Whether an answer has all that is shown of it. An ellipsis stands for any text. */
function assertShows(actual: unknown, shown: unknown, where: string): void {
  if (shown === '…') return assert.equal(typeof actual, 'string', where);
  if (typeof shown !== 'object' || shown === null) return assert.equal(actual, shown, where);
  assert.ok(typeof actual === 'object' && actual !== null, where);
  for (const [name, part] of Object.entries(shown)) {
    assertShows((actual as Record<string, unknown>)[name], part, `${where} ${name}`);
  }
}
