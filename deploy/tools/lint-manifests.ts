import { execFile, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { kubectl, project } from './find-tools.ts';

// npm run k8s:lint: what kube-score says of the base and each overlay, but for the exceptions below.

const run = promisify(execFile);

const GO_PACKAGE = 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0';
const OPTIONAL_CHECKS = ['container-seccomp-profile', 'container-ports-check'];

/** What is meant to be as it is, by the check and the names of the objects. */
const EXCEPTIONS: readonly { check: string; objects: RegExp; only?: string }[] = [
  // An image is named by its version or digest, and on a laptop it is in no registry.
  { check: 'container-image-pull-policy', objects: /./ },
  // For the pods that people start for one task; there is none in the manifests.
  { check: 'networkpolicy-targets-pod', objects: /^admin$/ },
  // Nobody buys by it; a second one would only share what it caches.
  { check: 'deployment-replicas', objects: /^audit$/ },
  // A run of load lives in one process, and so do the books of the bank.
  { check: 'deployment-replicas', objects: /^(workload-generator|bank)$/ },
  { check: 'deployment-strategy', objects: /^(workload-generator|bank)$/ },
  // A laptop has one of each at the start, and no load balancer.
  {
    check: 'deployment-replicas',
    objects: /^(database-api|payments|office|recorder)$/,
    only: 'local',
  },
  { check: 'horizontalpodautoscaler-replicas', objects: /./, only: 'local' },
  { check: 'service-type', objects: /^(frontend|gateway)$/, only: 'local' },
];

/** Of one object, as `kube-score --output-format json` writes it. A grade of 10 is the best. */
interface Score {
  type_meta: { kind: string };
  object_meta: { name: string };
  checks: {
    check: { id: string };
    grade: number;
    skipped: boolean;
    comments: { path: string; summary: string }[] | null;
  }[];
}

const command = await findKubeScore();
if (command === undefined) {
  process.stderr.write(`kube-score is needed, on PATH, or Go, which makes it: ${GO_PACKAGE}\n`);
  process.exit(1);
}
const overlays = readdirSync(`${project}deploy/overlays`).sort();
const problems = [
  ...(await lint(command, 'base', 'deploy/base')),
  ...(await Promise.all(overlays.map((each) => lint(command, each, `deploy/overlays/${each}`)))),
].flat();
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exit(1);
process.stdout.write(`kube-score has nothing to say of the base and of ${overlays.join(', ')}\n`);

async function lint(
  command: readonly string[],
  variant: string,
  folder: string,
): Promise<string[]> {
  const scores = await score(command, await kubectl('kustomize', folder));
  return scores.flatMap(({ type_meta: { kind }, object_meta: { name }, checks }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade < 10)
      .filter(({ check }) => !isException(variant, name, check.id))
      .map(({ check, comments }) => {
        const said = (comments ?? []).map(({ path, summary }) => `${path} ${summary}`.trim());
        return `${variant}: ${kind} ${name}: ${check.id}: ${said.join('; ')}`;
      }),
  );
}

function isException(variant: string, object: string, id: string): boolean {
  return EXCEPTIONS.some(
    ({ check, objects, only }) =>
      check === id && objects.test(object) && (only === undefined || only === variant),
  );
}

// kube-score ends with 1 when it has found something.
async function score(command: readonly string[], manifests: string): Promise<Score[]> {
  const checks = OPTIONAL_CHECKS.flatMap((check) => ['--enable-optional-test', check]);
  const [name = '', ...rest] = command;
  const options = ['score', '--output-format', 'json', ...checks, '-'];
  const child = spawn(name, [...rest, ...options]);
  child.stdin.end(manifests);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (stdout === '') throw new Error(`kube-score failed: ${stderr}`);
  return JSON.parse(stdout) as Score[];
}

async function findKubeScore(): Promise<string[] | undefined> {
  for (const words of [['kube-score'], ['go', 'run', GO_PACKAGE]]) {
    const [name = '', ...rest] = words;
    const works = run(name, [...rest, 'version']).then(
      () => true,
      () => false,
    );
    if (await works) return words;
  }
  return undefined;
}
