import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { project } from '../tools/find-tools.ts';

// Commands of the docs that would lose what nobody can make again.

it('the command that makes new passwords keeps the keys of customers and tickets', () => {
  const page = readFileSync(`${project}docs/kubernetes.md`, 'utf8');
  const kept = /app\.kubernetes\.io\/name notin \(([^)]*)\)/.exec(page)?.[1]?.split(/, */);
  assert.deepEqual(kept?.toSorted(), ['customers', 'postgres', 'ticket-keys']);
});

it('a backup of the volumes of Compose has both databases and all that they are useless without', () => {
  const page = readFileSync(`${project}docs/containers.md`, 'utf8');
  const saved = new Set(/for volume in ([^;]*);/.exec(page)?.[1]?.split(' '));
  const needed = ['redis-data', 'postgres-data', 'postgres-secrets', 'office-secrets'];
  for (const volume of [...needed, 'customers-secrets', 'ticket-keys', 'archive']) {
    assert.ok(saved.has(volume), `the backup leaves ${volume} out`);
  }
});
