import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A user of this machine that is not root. */
export interface User {
  uid: number;
  gid: number;
}

/** A program to start: where there is a user, as that one. */
export interface Command {
  command: string;
  args: readonly string[];
  user?: User;
}

/**
 * The user that PostgreSQL is to run as, because it refuses root: whoever owns its data, or else
 * `postgres` or `nobody`. Undefined where this process isn't root's, and so has no choice.
 */
export function chooseUser(dataFolder: string): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const { uid = 0, gid = 0 } = statSync(dataFolder, { throwIfNoEntry: false }) ?? {};
  if (uid !== 0) return { uid, gid };
  const user = findUser('postgres') ?? findUser('nobody');
  if (user === undefined) throw new Error('this machine has no user `postgres` or `nobody`');
  return user;
}

/**
 * The command for that user. Where folders of root's are on the way that are closed to everybody else,
 * such as its home, the right to pass them goes along. Throws a sentence where that is not possible.
 */
export function runAs(user: User | undefined, command: string, args: readonly string[]): Command {
  if (user === undefined) return { command, args };
  const paths = [command, ...args].filter((word) => word.startsWith('/'));
  const closed = paths.find((path) => !canReach(user, path));
  if (closed === undefined) return { command, args, user };
  if (spawnSync('setpriv', ['--version']).status !== 0) {
    throw new Error(
      `PostgreSQL does not run as root, and no other user gets to ${closed}. Start as somebody else, or ` +
        'set DATABASE_URL to a PostgreSQL that is running',
    );
  }
  return {
    command: 'setpriv',
    args: [
      ...[`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'],
      ...['inh-caps', 'ambient-caps', 'bounding-set'].map((set) => `--${set}=-all,+dac_override`),
      // Otherwise access(2), by which initdb looks for the server, knows nothing of that right.
      '--securebits=+no_setuid_fixup',
      ...[command, ...args],
    ],
  };
}

/** Whether that user gets to the folder that something is in, or will be. */
function canReach(user: User, path: string): boolean {
  return spawnSync('test', ['-x', dirname(path)], { ...user, cwd: '/' }).status === 0;
}

function findUser(name: string): User | undefined {
  const [uid, gid] = ['-u', '-g'].map((option) => {
    const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : 0;
  });
  return uid && gid ? { uid, gid } : undefined;
}
