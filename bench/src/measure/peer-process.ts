import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '@onsale/testing';
import { type Core, pin } from './pin.ts';

/** A program of `peers/`, in its own process. */
export interface Peer {
  pid: number;
  /** What it reported when it was ready. */
  hello: unknown;
  /** Sends a message and waits for the reply. */
  ask(message: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts `peers/NAME.ts`, which sends a message when it is ready. */
export async function startPeer(
  name: string,
  options: { core: Core; environment?: Record<string, string> },
): Promise<Peer> {
  const child = fork(fileURLToPath(new URL(`../peers/${name}.ts`, import.meta.url)), {
    env: { PATH: process.env['PATH'], ...options.environment },
  });
  endWithUs(child);
  const exited = once(child, 'exit');
  const hello = await answerOf(child, name);
  const pid = child.pid ?? 0;
  pin(pid, options.core);
  return {
    pid,
    hello,
    ask: async (message) => {
      child.send(message);
      return await answerOf(child, name);
    },
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function answerOf(child: ChildProcess, name: string): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`${name} ended before it answered`));
    child.once('exit', onExit);
    child.once('message', (message: { error?: string }) => {
      child.off('exit', onExit);
      if (message.error === undefined) resolve(message);
      else reject(new Error(`${name}: ${message.error}`));
    });
  });
}
