import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Lines from the end of a failed command's output that go into the message. */
const SHOWN_LINES = 40;

/** How to run a command, apart from its arguments. */
export interface CommandOptions {
  environment?: NodeJS.ProcessEnv;
  folder?: string;
  input?: string;
}

export interface CommandResult {
  code: number | null;
  stdout: string;
  /** Both outputs, in the order they came. */
  output: string;
}

/** Runs a command and returns its stdout; rejects if it fails. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const result = await tryCommand(command, args, options);
  if (result.code === 0) return result.stdout;
  const said = result.output.trim().split('\n').slice(-SHOWN_LINES).join('\n');
  throw new Error(`${command} ${args.join(' ')} ended with ${result.code}:\n${said}`);
}

/** Runs a command, and does not reject if it fails. Code 127: there is no such command. */
export async function tryCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = spawn(command, args, {
    env: { ...process.env, ...options.environment },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(options.folder === undefined ? {} : { cwd: options.folder }),
  });
  child.stdin?.end(options.input);
  let stdout = '';
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, output };
  } catch (error) {
    return { code: 127, stdout, output: String(error) };
  }
}

/** Whether a command can be found. */
export async function isOnPath(command: string): Promise<boolean> {
  return (await tryCommand('sh', ['-c', `command -v ${command}`])).code === 0;
}
