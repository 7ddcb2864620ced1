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
    assert.deepEqual(
      command,
      name === 'frontend' ? ['sh', '/app/nginx/start.sh'] : ['node', 'src/main.ts'],
    );

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

for (const { name } of listImages().filter((image) => image.name !== 'frontend')) {
  test(`what Node compiles for ${name} stands in its image, for the user that it runs as`, async () => {
    // With its port taken, it exits once everything is loaded.
    const start = 'NODE_DEBUG_NATIVE=COMPILE_CACHE PORT=none node src/main.ts 2>&1; true';
    const limits = ['--read-only', '--network', 'none', '--entrypoint', 'sh'];
    const image = imageName(name);
    const said = await runEngine(engine, ['run', '--rm', ...limits, image, '-c', start]);
    assert.match(said, /PORT must be/);
    const used = said.match(/code cache for .+ was accepted/g) ?? [];
    assert.ok(used.length > 200, `${used.length} modules:\n${said.slice(0, 2000)}`);
  });
}
