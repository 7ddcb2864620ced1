import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@onsale/crowd';
import { eventually } from '@onsale/testing';
import type { Phone } from '../entrance/phone.ts';
import { makeFakeClock } from '../fake-clock.ts';
import type { Stage } from '../scenario.ts';
import type { Cell, FaultName } from './matrix.ts';
import { treeOf } from './process-tree.ts';
import type { Service, WholeSale } from './whole-sale.ts';

/** How far a clock jumps, ahead of or behind the true time. */
const FARTHEST_S = 7200;
/** For how long a fault lasts. */
const LASTS_MS = { least: 1000, most: 3000 };

/** Something that is hit, whatever it is. */
interface Target {
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** All of its processes. */
  pids(): number[];
  /** Variables that count from its next start on. */
  environment: Record<string, string>;
}

/** What is there to be hit. */
export interface Scene {
  stage: Pick<Stage, 'random' | 'onEnd'>;
  sale: WholeSale;
  phones: readonly Phone[];
}

/** Causes the fault of a cell so many times, and ends it each time: all runs again when this resolves. */
export async function causeFault(scene: Scene, cell: Cell, times: number): Promise<void> {
  if (cell.part === 'phones' && cell.fault !== 'cut' && cell.fault !== 'slow') {
    return await hitPhones(scene, cell.fault, times);
  }
  if (cell.part === 'smtp' && cell.fault !== 'cut') return await hitMails(scene, cell.fault, times);
  const { sale, stage } = scene;
  const network = sale.networks[cell.part];
  if (cell.fault === 'clock') return await jumpClock(scene, targetOf(scene, cell), times);
  for (let turn = 0; turn < times; turn++) {
    await pause(stage.random);
    switch (cell.fault) {
      case 'killed': {
        const target = targetOf(scene, cell);
        await target.kill();
        await pause(stage.random);
        await target.restart();
        break;
      }
      case 'stopped': {
        const pids = targetOf(scene, cell).pids();
        signal(pids, 'SIGSTOP');
        await pause(stage.random);
        signal(pids, 'SIGCONT');
        break;
      }
      case 'cut':
        network.set(turn % 2 === 0 ? 'silent' : 'refused');
        await pause(stage.random);
        network.set('clear');
        break;
      case 'slow':
        network.set('slow');
        await pause(stage.random);
        network.set('clear');
        break;
      case 'full':
        await fill(scene, cell, targetOf(scene, cell));
        break;
      default:
        cell.fault satisfies never;
    }
  }
}

async function pause(random: Random): Promise<void> {
  await delay(random.integer(LASTS_MS.least, LASTS_MS.most));
}

function targetOf({ sale }: Scene, { part }: Cell): Target {
  if (part === 'postgres') {
    const { postgres, postgresEnvironment: environment } = sale;
    return {
      kill: () => postgres.kill('SIGKILL'),
      restart: () => postgres.restart(),
      pids: () => treeOf(postgres.pid),
      environment,
    };
  }
  if (part === 'door') {
    const { door } = sale;
    return {
      kill: () => door.kill(),
      restart: () => door.restart(),
      pids: () => treeOf(door.pid),
      environment: {},
    };
  }
  const { part: running, environment } = sale.services[part as Service];
  return {
    kill: () => running.kill(),
    restart: () => running.restart(),
    pids: () => [running.pid ?? 0],
    environment,
  };
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) process.kill(pid, name);
}

/** It is started with a clock of its own, which jumps; at the end it has the true one again. */
async function jumpClock({ stage }: Scene, target: Target, times: number): Promise<void> {
  const clock = await makeFakeClock();
  stage.onEnd(() => clock.remove());
  const start = async (environment: Record<string, string>) => {
    await target.kill();
    for (const name of Object.keys(clock.environment)) delete target.environment[name];
    Object.assign(target.environment, environment);
    await target.restart();
  };
  await start(clock.environment);
  for (let turn = 0; turn < times; turn++) {
    const ahead = stage.random.integer(FARTHEST_S / 2, FARTHEST_S);
    // Forth first: what is noted meanwhile is of a time to come.
    await clock.jumpTo(turn % 2 === 0 ? ahead : -ahead);
    await pause(stage.random);
  }
  await clock.jumpTo(0);
  await start({});
}

/**
 * Nothing more fits: into its files, or into its table of descriptors. Whatever ends because of that is started again
 * afterwards, as an orchestrator would.
 */
async function fill({ sale, stage }: Scene, { part }: Cell, target: Target): Promise<void> {
  const pids = target.pids();
  if (part === 'bank') for (const pid of pids) limit(pid, 'fsize', sizeOf(sale.bankFolder));
  else if (part === 'postgres') for (const pid of pids) limit(pid, 'fsize', 0);
  else {
    for (const pid of pids) limit(pid, 'nofile', openFiles(pid));
    // What it has open would be enough for it; all must be opened again.
    sale.networks[part].reset();
  }
  await pause(stage.random);
  // Its processes may be others by now.
  const isDisk = part === 'bank' || part === 'postgres';
  for (const pid of new Set([...pids, ...target.pids()])) {
    limit(pid, isDisk ? 'fsize' : 'nofile', 'most');
  }
  if (part === 'postgres') return await untilAnswering(sale.postgres);
  if (target.pids().every(isThere)) return;
  await target.kill();
  await target.restart();
}

async function untilAnswering(postgres: WholeSale['postgres']): Promise<void> {
  const ask = async () => {
    if (!postgres.isAlive()) await postgres.restart();
    return await postgres.query('select 1').then(() => 'answers', String);
  };
  await eventually(ask, (answer) => answer === 'answers');
}

/** Sets a soft limit, which can be raised again to the hard one. */
function limit(pid: number, what: 'fsize' | 'nofile', to: number | 'most'): void {
  if (!isThere(pid)) return;
  const most = what === 'fsize' ? 'unlimited' : hardLimitOf(pid);
  try {
    const option = `--${what}=${to === 'most' ? most : to}:`;
    // By whoever it runs as: not even root may do so everywhere.
    const { uid, gid } = statSync(`/proc/${pid}`);
    execFileSync('prlimit', [`--pid=${pid}`, option], { stdio: 'ignore', uid, gid });
  } catch (error) {
    // It may have ended meanwhile.
    if (isThere(pid)) throw error;
  }
}

function isThere(pid: number): boolean {
  return existsSync(`/proc/${pid}/fd`);
}

function hardLimitOf(pid: number): string {
  const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
  return /^Max open files +\d+ +(\d+)/m.exec(limits)?.[1] ?? '';
}

function openFiles(pid: number): number {
  return Math.max(...readdirSync(`/proc/${pid}/fd`).map(Number)) + 1;
}

/** Of the largest file in a folder. */
function sizeOf(folder: string): number {
  const files = readdirSync(folder).map((name) => join(folder, name));
  return Math.max(0, ...files.map((file) => statSync(file).size));
}

async function hitMails(
  { sale: { mails }, stage }: Scene,
  fault: Exclude<FaultName, 'cut'>,
  times: number,
): Promise<void> {
  const verdicts = {
    stopped: { delayMs: LASTS_MS.most },
    slow: { delayMs: LASTS_MS.least / 2 },
    full: { code: 452, text: '4.3.1 Insufficient system storage' },
  };
  for (let turn = 0; turn < times; turn++) {
    await pause(stage.random);
    if (fault === 'killed') {
      await mails.kill();
      await pause(stage.random);
      await mails.restart();
    } else if (fault !== 'clock') {
      mails.answer(verdicts[fault]);
      await pause(stage.random);
      mails.answer(undefined);
    }
  }
}

async function hitPhones({ phones, stage }: Scene, fault: FaultName, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn++) {
    await pause(stage.random);
    for (const phone of phones) {
      if (fault === 'killed') phone.kill();
      else phone.aheadMs = 1000 * stage.random.integer(-FARTHEST_S, FARTHEST_S);
    }
  }
  for (const phone of phones) phone.aheadMs = 0;
}
