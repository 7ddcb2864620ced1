import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { project } from '../tools/find-tools.ts';

// The scripts for people, as far as they go without a cluster; npm run k8s:e2e runs them on one.

const run = promisify(execFile);
const FOLDER = `${project}deploy/scripts`;

for (const script of readdirSync(FOLDER)) {
  describe(script, () => {
    it('explains itself', async () => {
      const { stdout } = await run(`${FOLDER}/${script}`, ['--help']);
      assert.match(stdout, new RegExp(`^deploy/scripts/${script} `, 'm'));
      assert.match(stdout, /^NAMESPACE {2}where Onsale runs; default: webapp-mq$/m);
    });

    it('ends with 2 when it is told too little', async () => {
      await assert.rejects(run(`${FOLDER}/${script}`), { code: 2 });
    });
  });
}

describe('the pod of admin.sh', () => {
  const print = async (...args: string[]) => {
    const env = { ...process.env, IMAGE: 'example/gateway:1', SETTINGS: 'onsale-5c7d' };
    const { stdout } = await run(`${FOLDER}/admin.sh`, ['--print', ...args], { env });
    return parse(stdout);
  };

  it('has the words of the command as they were given', async () => {
    const words = ['orders', 'find', `a "b" \\c 'd' $e`];
    const { spec } = await print('--', ...words);
    assert.deepEqual(spec.containers[0].args, ['/app/admin/src/main.ts', ...words]);
  });

  it('runs as another user, with the secret of that user', async () => {
    const { metadata, spec } = await print('--as', 'install', 'data', 'install');
    assert.equal(metadata.labels['app.kubernetes.io/name'], 'install');
    assert.equal(spec.serviceAccountName, 'install');
    assert.equal(spec.volumes[1].secret.secretName, 'install');
    assert.equal(spec.containers[0].envFrom[0].configMapRef.name, 'onsale-5c7d');
  });

  it('knows the records, but only for people', async () => {
    const secretsOf = async (...args: string[]) =>
      JSON.stringify((await print(...args, 'audit')).spec.volumes);
    assert.match(await secretsOf(), /"secretName":"postgres","items":\[\{"key":"database-url"/);
    assert.doesNotMatch(await secretsOf('--as', 'install'), /postgres|payments/);
  });

  it('is for users of Redis that people may be', async () => {
    await assert.rejects(
      print('--as', 'gateway', 'audit'),
      /--as must be admin or install, not gateway/,
    );
  });
});
