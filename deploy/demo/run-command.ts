import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findKubectl, project } from '../tools/find-tools.ts';
import type { Command } from './local-clusters.ts';

/** A command of the demo that failed; it has said why itself. */
export class CommandError extends Error {}

/** Runs a command whose output people see. Rejects with a `CommandError`. */
export async function show(command: Command, input?: string): Promise<void> {
  const [program, ...args] = await resolve(command);
  process.stdout.write(`> ${command.join(' ')}\n`);
  const child = spawn(program, args, { cwd: project, stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new CommandError(`${command.join(' ')} ended with ${code}`);
}

/** What a command prints; undefined when it fails, or is not there. */
export async function ask(command: Command): Promise<string | undefined> {
  const [program, ...args] = await resolve(command);
  const child = spawn(program, args, { cwd: project, stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const [code] = (await once(child, 'close').catch(() => [127])) as [number | null];
  return code === 0 ? printed : undefined;
}

/** kubectl may be one that is not on PATH. */
async function resolve([program, ...args]: Command): Promise<Command> {
  return [program === 'kubectl' ? await findKubectl() : program, ...args];
}
