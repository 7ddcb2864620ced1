import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type LoadConfig, LoadStart, type LoadThresholds } from '@onsale/contracts';
import { Value } from 'typebox/value';
import { CROWD_HELP } from './crowd/crowd-arguments.ts';
import { inMs, mixEntry, number, part, seconds, stage, UsageError } from './option-values.ts';

export const HELP = `Sends an open-model load to the shop and judges what came back.

npm run load -- [options]
  --target URL         the shop; default: TARGET_API, else http://127.0.0.1:5000
  --preset NAME        starts from a preset; the other options change it:
                       quiet, opening-minute, sold-out, double-clicks, find-the-limit, scale
  --rps N              requests a second (of ramp, spike, steps: the highest)
  --duration T         30s, 5m, 1h or seconds; default 60s
  --profile NAME       constant, ramp, spike or steps
  --stages LIST        rate x time, ~ for a ramp: 100x10s,~2000x30s,50x1m
  --poisson            random gaps, as between real people, instead of equal ones
  --event ID           the event to order from; default: rehearsal, or what is on sale without one
  --mix LIST           ticket:quantity[:weight], separated by commas; default: all of the event
  --duplicates SHARE   second clicks, for example 0.05
  --bad SHARE          orders that must be refused
  --readers SHARE      GET /tickets
  --connections N      to the target, at most 256; default 128
  --timeout T          of one request; default 10s
  --follow N           orders a second that are followed to their end; default 100
  --settle T           how long the end waits for followed orders; default 30s
  --part I/N           sends only part I (from 0) of N of the load
  --config FILE        a JSON file with any fields of the configuration
  --p99 MS             fails if p99 is higher; likewise --settled-p99 MS and --failures SHARE
  --accepted SHARE     fails if fewer orders are accepted; default 0.5
  --out PATH           writes PATH.json and PATH.svg; default: .data/load/<run>
  --merge FILE...      merges reports of parts instead of sending anything
${CROWD_HELP}
  --help

Exit code: 0 passed; 1 failed, or nothing was sold; 2 the command line or the environment is wrong;
3 nothing was measured, so there is no verdict.
`;

export interface LoadArguments {
  help: boolean;
  target: string | undefined;
  out: string | undefined;
  /** Files to merge. */
  merge: string[];
  change: LoadStart;
}

/** Reads the command line. Throws `UsageError`. */
export function readArguments(args: readonly string[]): LoadArguments {
  const { values, positionals } = parse(args);
  if (positionals.length > 0 && values.merge !== true) {
    throw new UsageError(`${positionals[0]} is not an option; see --help`);
  }
  const file = values.config === undefined ? {} : readChange(values.config);
  const change: LoadStart = {
    ...file,
    ...given('preset', values.preset),
    ...given('rps', number('--rps', values.rps)),
    ...given('durationS', seconds('--duration', values.duration)),
    ...given('profile', values.profile),
    ...given('stages', values.stages?.split(',').map(stage)),
    ...given('arrivals', values.poisson === true ? 'poisson' : undefined),
    ...given('event', values.event),
    ...given('mix', values.mix?.split(',').map(mixEntry)),
    ...given('connections', number('--connections', values.connections)),
    ...given('timeoutMs', inMs(seconds('--timeout', values.timeout))),
    ...given('followMaxPerS', number('--follow', values.follow)),
    ...given('settleTimeoutS', seconds('--settle', values.settle)),
    ...given('part', part(values.part)),
  };
  const shares = {
    ...file.shares,
    ...given('duplicates', number('--duplicates', values.duplicates)),
    ...given('badRequests', number('--bad', values.bad)),
    ...given('readers', number('--readers', values.readers)),
  };
  const thresholds = {
    ...file.thresholds,
    ...given('p99Ms', number('--p99', values.p99)),
    ...given('clickToSettledP99Ms', number('--settled-p99', values['settled-p99'])),
    ...given('failureShare', number('--failures', values.failures)),
    ...given('minAcceptedShare', number('--accepted', values.accepted)),
  };
  if (Object.keys(shares).length > 0) change.shares = shares;
  if (Object.keys(thresholds).length > 0) change.thresholds = thresholds;
  checkShape(change);
  return {
    help: values.help === true,
    target: values.target,
    out: values.out,
    merge: values.merge === true ? positionals : [],
    change,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        target: text,
        preset: text,
        rps: text,
        duration: text,
        profile: text,
        stages: text,
        poisson: flag,
        event: text,
        mix: text,
        duplicates: text,
        bad: text,
        readers: text,
        connections: text,
        timeout: text,
        follow: text,
        settle: text,
        part: text,
        config: text,
        p99: text,
        'settled-p99': text,
        failures: text,
        accepted: text,
        out: text,
        merge: flag,
        help: flag,
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function given(
  name: keyof LoadStart | keyof LoadConfig['shares'] | keyof LoadThresholds,
  value: unknown,
) {
  return value === undefined ? {} : { [name]: value };
}

function readChange(file: string): LoadStart {
  let change: unknown;
  try {
    change = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--config ${file} can't be read: ${(error as Error).message}`);
  }
  checkShape(change);
  return change as LoadStart;
}

function checkShape(change: unknown): void {
  const [first] = Value.Errors(LoadStart, change);
  if (first === undefined) return;
  const path = first.instancePath.slice(1).replaceAll('/', '.');
  const { allowedValues } = first.params as { allowedValues?: unknown[] };
  const requirement =
    allowedValues === undefined ? first.message : `must be one of ${allowedValues.join(', ')}`;
  throw new UsageError(`${path === '' ? 'the configuration' : path} ${requirement}`);
}
