import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { loadCommandConfig, progressLine } from '@onsale/service';
import { GeneratorConfig } from '../config.ts';
import { readCrowdArguments } from './crowd-arguments.ts';
import { Crowds } from './crowds.ts';
import { crowdLine, crowdTable } from './show-crowd.ts';

const SHOWN_EVERY_MS = 500;

/** Lets a crowd come, shows it, and keeps what became of it; the exit code of the command. */
export async function runCrowd(args: readonly string[]): Promise<number> {
  const { target, out, asked } = readCrowdArguments(args);
  const crowds = new Crowds(loadCommandConfig(GeneratorConfig, target), () => false);
  await crowds.start(asked);
  process.once('SIGINT', () => void crowds.close());
  const progress = progressLine();
  const timer = setInterval(() => progress.show(crowdLine(crowds.stats())), SHOWN_EVERY_MS);
  await crowds.ended();
  clearInterval(timer);
  progress.end();
  const stats = crowds.stats();
  process.stdout.write(`${crowdTable(stats)}\n`);
  const path = `${out ?? `.data/load/${stats.runId}`}.json`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(stats, null, 2)}\n`);
  process.stdout.write(`wrote ${path}\n`);
  return stats.passed === true ? 0 : 1;
}
