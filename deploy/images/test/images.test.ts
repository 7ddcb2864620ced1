import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  type Engine,
  findEngine,
  imageName,
  listImages,
  projectVersion,
  runEngine,
  tryEngine,
} from '@onsale/images';
import { eventually } from '@onsale/testing';

// What all our images have in common.

/** Even on a busy machine, a container is up by then. */
const START_TIMEOUT_MS = 60_000;

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
    assert.equal(config.Labels['org.opencontainers.image.version'], projectVersion());
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
      'command -v npm; ls -d /root/.npmrc /run/secrets/* /app/local /app/apps; ' +
      'ls -d /app/packages/testing /app/node_modules/react*; ' +
      // What draws PDFs is heavy.
      (name === 'delivery'
        ? ''
        : 'cd /app && ls -d packages/ui packages/tickets node_modules/pdfkit node_modules/@expo-*; ') +
      'find /app -path "*/node_modules/*" -prune -o ' +
      '\\( -name test -o -name "*.test.ts*" -o -name ".env*" -o -name "*.pem" -o -name .git ' +
      '-o -name .vite -o -name "*.map" \\) -print; ' +
      // Installed on another processor, perhaps.
      'find /app -name "*.node" ! -path "*/node_modules/@img/sharp-*"; find /app ! -user 0 -print -quit; touch /app/x && echo writable';
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

test('the frontend carries its licences, no sources, and by default no laboratory', async (t) => {
  const image = imageName('frontend');
  const words = ['--detach', '--network', 'none', '--env', 'TRUSTED_PROXIES=none'];
  const limits = ['--read-only', '--cap-drop', 'ALL', '--tmpfs', '/tmp:size=16m'];
  const container = (await runEngine(engine, ['run', ...words, ...limits, image])).trim();
  t.after(() => tryEngine(engine, ['rm', '-f', container]));
  const run = async (...command: string[]) =>
    await tryEngine(engine, ['exec', container, ...command]);
  const answers = async (path: string) =>
    (await run('bash', '/app/probe.sh', '8080', path)).code === 0;
  await eventually(() => answers('/livez'), Boolean, START_TIMEOUT_MS);
  assert.equal(await answers('/licences.txt'), true);
  assert.match((await run('cat', '/app/LICENSE')).stdout, /Apache License/);
  assert.match((await run('cat', '/app/dist/licences.txt')).stdout, /^@mantine\/core \d/m);
  // What reads codes at the entrance is compiled from another library.
  const ofConsole = (await run('cat', '/app/dist/console/licences.txt')).stdout;
  for (const name of ['barcode-detector', 'zxing-wasm', 'zxing-cpp in zxing-wasm', 'idb']) {
    assert.match(ofConsole, new RegExp(`^${name} \\d`, 'm'));
  }
  const app = await run('ls', '/app/dist/console/checkin');
  assert.match(app.stdout, /^index\.html$[^]*^manifest\.webmanifest$[^]*^worker\.js$/m);
  const sources = await run('find', '/app/dist', '-name', '*.ts*', '-o', '-name', 'package.json');
  assert.equal(sources.stdout, '');
  // The shop without a gateway.
  assert.equal(await answers('/events/show'), true);
  for (const path of ['/lab', '/lab/', '/workload/stats', '/api/v1/fleet']) {
    assert.equal(await answers(path), false, path);
  }
});

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
    // It syncs its books to disk, for which Node has no permission; it is in no real shop.
    if (name === 'bank') return;
    assert.deepEqual(denied, {
      file: 'ERR_ACCESS_DENIED',
      folder: 'ERR_ACCESS_DENIED',
      // Node allows this one; the file system refuses.
      compiled: 'EACCES',
      // The office needs one for pictures.
      program: name === 'office' ? 'done' : 'ERR_ACCESS_DENIED',
      addon: 'ERR_DLOPEN_DISABLED',
      thread: ['workload-generator', 'delivery'].includes(name) ? 'done' : 'ERR_ACCESS_DENIED',
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

test('delivery has the fonts that it draws with, and no others', async () => {
  const draw = `
    const { readdirSync } = require('node:fs');
    const all = readdirSync('/app/node_modules/@expo-google-fonts', { recursive: true });
    const files = all.filter((file) => /[.](ttf|otf|woff2?|png)$/.test(file)).length;
    import('/app/packages/tickets/src/pdf/text/fonts.ts').then(({ fontFile }) => {
      const families = ['archivo', 'noto', 'arabic', 'hebrew'];
      const sizes = families.flatMap((family) =>
        ['regular', 'bold'].map((weight) => fontFile(family + '-' + weight).length),
      );
      console.log(JSON.stringify({ files, used: sizes.filter(Boolean).length }));
    });
  `;
  const words = ['run', '--rm', '--network', 'none', imageName('delivery'), '--eval', draw];
  assert.deepEqual(JSON.parse(await runEngine(engine, words)), { files: 8, used: 8 });
});

test('the office makes pictures smaller, in a process that may only read', async () => {
  const resize = `
    (async () => {
      const { resizePicture } = await import('/app/services/office/src/pictures/resize-picture.ts');
      const { deflateSync, crc32 } = require('node:zlib');
      const chunk = (type, data) => {
        const body = Buffer.concat([Buffer.from(type), data]);
        const ends = Buffer.alloc(8);
        ends.writeUInt32BE(data.length, 0);
        ends.writeUInt32BE(crc32(body), 4);
        return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
      };
      const head = Buffer.from([0, 0, 3, 232, 0, 0, 3, 232, 8, 0, 0, 0, 0]);
      const png = Buffer.concat([
        Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
        chunk('IHDR', head),
        chunk('IDAT', deflateSync(Buffer.alloc(1001 * 1000))),
        chunk('IEND', Buffer.alloc(0)),
      ]);
      const { width, height } = await resizePicture(png, 'png');
      console.log(JSON.stringify({ width, height }));
    })();
  `;
  const words = ['run', '--rm', '--network', 'none', imageName('office'), '--eval', resize];
  const { width, height } = JSON.parse(await runEngine(engine, words)) as Record<string, number>;
  assert.deepEqual({ width, height }, { width: 1000, height: 1000 });
});

test('the workload generator may make a folder for reports, and write only there', async () => {
  const attempts = `
    const { mkdirSync, writeFileSync } = require('node:fs');
    mkdirSync('/tmp/deep/runs', { recursive: true });
    writeFileSync('/tmp/deep/runs/run.json', '{}');
    try { writeFileSync('/tmp/file', ''); } catch (error) { console.log(error.code); }
  `;
  const image = imageName('workload-generator');
  const words = ['run', '--rm', '--network', 'none', '--env', 'RUNS_DIR=/tmp/deep/runs', image];
  const said = await runEngine(engine, [...words, '--eval', attempts]);
  assert.equal(said.trim(), 'ERR_ACCESS_DENIED');
});

test('a service starts without what Node compiled, as it does on another processor', async (t) => {
  const empty = await mkdtemp(join(tmpdir(), 'onsale-empty-'));
  t.after(() => rm(empty, { recursive: true }));
  const limits = [
    '--read-only',
    '--network',
    'none',
    '--volume',
    `${empty}:/app/compile-cache:ro,z`,
  ];
  const words = ['run', '--rm', ...limits, '--env', 'PORT=none', imageName('order-worker')];
  const { code, output } = await tryEngine(engine, words);
  assert.equal(code, 1);
  // And says nothing about it.
  assert.match(output, /^[^\n]*PORT must be[^\n]*\n$/);
});
