import { type ChildProcess, spawn } from 'node:child_process';

const children = new Set<ChildProcess>();

process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/**
 * Starts a program that ends with this process at the latest. It is out of reach of Ctrl-C, which
 * first lets the running step put things right.
 */
export function startInBackground(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** The first match of a pattern in what a program prints; rejects with its output if it ends before. */
export async function firstMatch(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let said = '';
  return await new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const match = pattern.exec(said);
      if (match !== null) resolve(match);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(said.trim() || `${child.spawnfile} has ended`)));
  });
}
