// Asks the package registry whether a shipped dependency has a known vulnerability. Without a
// response (no network, or a mirror without advisories) it says so and passes, because the check
// must also run offline; with REQUIRE_AUDIT=true, as in the pipelines, it fails.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'], {
  cwd: root,
  encoding: 'utf8',
  timeout: 60_000,
});
const report = parse(stdout);
const counts = report?.metadata?.vulnerabilities;
if (counts === undefined) {
  console.error('onsale: the registry gave no list of vulnerabilities; nothing was checked');
  if (process.env['REQUIRE_AUDIT'] === 'true') process.exitCode = 1;
} else if (counts.high + counts.critical > 0) {
  console.error(
    `onsale: ${counts.high} high and ${counts.critical} critical vulnerabilities; see npm audit`,
  );
  process.exitCode = 1;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
