import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

// Which name a name server is asked for, by the files that the system's own lookup reads.

const script = fileURLToPath(new URL('../nginx/names.sh', import.meta.url));

const HOSTS = '127.0.0.1\tlocalhost\n10.1.2.3  database.lan database # not gateway\n';
const IN_KUBERNETES = `search webapp-mq.svc.cluster.local svc.cluster.local cluster.local
nameserver 10.96.0.10
options ndots:5
`;
const IN_DOCKER = 'nameserver 127.0.0.11\nsearch office.example\noptions ndots:0\n';
const IN_PODMAN = 'search dns.podman\nnameserver 10.89.0.1\nnameserver 10.90.0.1\n';

const ASKED = [
  [IN_KUBERNETES, '--server', '10.96.0.10'],
  [IN_KUBERNETES, 'gateway', 'gateway.webapp-mq.svc.cluster.local'],
  [IN_KUBERNETES, 'gateway.shop.svc', 'gateway.shop.svc.cluster.local'],
  [IN_KUBERNETES, 'gateway.shop.svc.cluster.local', 'gateway.shop.svc.cluster.local'],
  [IN_KUBERNETES, 'gateway.example', 'gateway.example'],
  [IN_KUBERNETES, 'localhost', ''],
  [IN_KUBERNETES, 'database', ''],
  [IN_KUBERNETES, '10.1.2.3', ''],
  [IN_KUBERNETES, '[2001:db8::7]', ''],
  [IN_DOCKER, '--server', '127.0.0.11'],
  [IN_DOCKER, 'gateway', 'gateway'],
  [IN_PODMAN, '--server', '10.89.0.1'],
  [IN_PODMAN, 'gateway', 'gateway'],
  ['nameserver 2001:db8::1%eth0\n', '--server', '[2001:db8::1]'],
  ['', '--server', ''],
] as const;

for (const [resolvConf, name, expected] of ASKED) {
  test(`${name} is ${expected || 'nothing to ask for'} with ${JSON.stringify(resolvConf)}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'onsale-etc-'));
    try {
      writeFileSync(join(folder, 'resolv.conf'), resolvConf);
      writeFileSync(join(folder, 'hosts'), HOSTS);
      const printed = spawnSync('sh', [script, name, folder], { encoding: 'utf8' });
      assert.equal(printed.stderr, '');
      assert.equal(printed.stdout.trim(), expected);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
