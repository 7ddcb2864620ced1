import { runCommand, tryCommand, type CommandResult } from './run-command.ts';

/** Docker or Podman: builds images and runs containers. Both take the same commands. */
export interface Engine {
  name: 'docker' | 'podman';
  /** Environment variables that its process needs. */
  environment: NodeJS.ProcessEnv;
}

/** Runs a command of the engine; returns its stdout, and rejects if it fails. */
export async function runEngine(
  engine: Engine,
  args: readonly string[],
  options: { folder?: string; input?: string } = {},
): Promise<string> {
  return await runCommand(engine.name, args, { ...options, environment: engine.environment });
}

/** Runs a command of the engine, and does not reject if it fails. */
export async function tryEngine(engine: Engine, args: readonly string[]): Promise<CommandResult> {
  return await tryCommand(engine.name, args, { environment: engine.environment });
}

export async function hasImage(engine: Engine, image: string): Promise<boolean> {
  return (await tryEngine(engine, ['image', 'inspect', image])).code === 0;
}
