import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Engine, findEngine, imageName, listImages, runEngine } from '@onsale/images';

// What all our images have in common.

interface ImageConfig {
  User?: string;
  Env?: string[];
  Labels?: Record<string, string>;
  Entrypoint?: string[] | null;
  Cmd?: string[];
}

/** What an attacker who runs code in a service might try; prints the outcome of each attempt. */
const ATTEMPTS = `
  const { readFileSync, mkdirSync, writeFileSync } = require('node:fs');
  const attempts = {
    reading: () => readFileSync('/etc/hostname'),
    network: () => require('node:net').createServer().listen(0, '127.0.0.1').unref(),
    file: () => writeFileSync('/tmp/file', 'text'),
    folder: () => mkdirSync('/tmp/folder'),
    compiled: () => writeFileSync('/app/compile-cache/file', 'text'),
    program: () => require('node:child_process').spawnSync('true'),
    addon: () => process.dlopen({ exports: {} }, '/tmp/addon.node'),
    thread: () => new (require('node:worker_threads').Worker)('', { eval: true }),
  };
  const outcomes = Object.entries(attempts).map(([name, attempt]) => {
    try {
      attempt();
      return [name, 'done'];
    } catch (error) {
      return [name, error.code];
    }
  });
  console.log(JSON.stringify(Object.fromEntries(outcomes)));
`;

let engine: Engine;
before(async () => {
  engine = await findEngine(() => undefined);
});

for (const { name } of listImages()) {
  test(`the image of ${name} runs as nobody in particular and carries no secret`, async () => {
    const image = imageName(name);
    const text = await runEngine(engine, [
      'image',
      'inspect',
      '--format',
      '{{json .Config}}',
      image,
    ]);
    const config = JSON.parse(text) as ImageConfig;
    assert.equal(config.User, '10001:10001');
    assert.equal(config.Labels?.['org.opencontainers.image.title'], `onsale ${name}`);
    assert.match(config.Labels['org.opencontainers.image.version'] ?? '', /^\d+\.\d+\.\d+$/);
    assert.match(
      config.Labels['org.opencontainers.image.revision'] ?? '',
      /^([0-9a-f]{40}|unknown)$/,
    );
    assert.deepEqual(
      config.Env?.filter((line) => /PASSWORD|TOKEN|SECRET/i.test(line)),
      [],
    );
    const command = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
    assert.deepEqual(command, [
      'sh',
      ...(name === 'frontend' ? ['/app/nginx/start.sh'] : ['/app/run.sh', 'src/main.ts']),
    ]);

    // Prints everything that must not be there, by path.
    const search =
      'command -v npm; ls -d /root/.npmrc /run/secrets/* /app/packages/testing /app/local; ' +
      'find /app -path "*/node_modules/*" -prune -o ' +
      '\\( -name test -o -name ".env*" -o -name "*.pem" -o -name .git \\) -print; ' +
      'find /app ! -user 0 -print -quit; touch /app/x && echo writable';
    const limits = ['--read-only', '--cap-drop', 'ALL', '--network', 'none', '--entrypoint', 'sh'];
    const found = await runEngine(engine, [
      'run',
      '--rm',
      ...limits,
      image,
      '-c',
      `${search}; true`,
    ]);
    assert.equal(found.trim(), '');
  });
}

const services = listImages().filter((image) => image.name !== 'frontend');

for (const { name } of services) {
  test(`${name} cannot write files or start programs in its container`, async () => {
    // The root file system is writable and no capability is dropped, so Node alone refuses.
    const words = ['run', '--rm', '--network', 'none', imageName(name), '--eval', ATTEMPTS];
    const { network, reading, ...denied } = JSON.parse(await runEngine(engine, words)) as Record<
      string,
      string
    >;
    assert.deepEqual({ network, reading }, { network: 'done', reading: 'done' });
    assert.deepEqual(denied, {
      file: 'ERR_ACCESS_DENIED',
      folder: 'ERR_ACCESS_DENIED',
      // Node allows this one; the file system refuses.
      compiled: 'EACCES',
      program: 'ERR_ACCESS_DENIED',
      addon: 'ERR_DLOPEN_DISABLED',
      thread: name === 'workload-generator' ? 'done' : 'ERR_ACCESS_DENIED',
    });
  });

  test(`what Node compiles for ${name} stands in its image, for the user that it runs as`, async () => {
    // An invalid port ends it, once everything is loaded.
    const start = 'NODE_DEBUG_NATIVE=COMPILE_CACHE PORT=none sh /app/run.sh src/main.ts 2>&1; true';
    const limits = ['--read-only', '--network', 'none', '--entrypoint', 'sh'];
    const image = imageName(name);
    const said = await runEngine(engine, ['run', '--rm', ...limits, image, '-c', start]);
    assert.match(said, /PORT must be/);
    const used = said.match(/code cache for .+ was accepted/g) ?? [];
    assert.ok(used.length > 200, `${used.length} modules:\n${said.slice(0, 2000)}`);
  });
}
