import { runCommand, tryCommand, type CommandResult } from './run-command.ts';

/** Docker or Podman: what builds images and runs containers. Both understand the same words. */
export interface Engine {
  name: 'docker' | 'podman';
  /** What its process needs in its environment. */
  environment: NodeJS.ProcessEnv;
}

/** Runs a command of the engine; returns its stdout, rejects when it fails. */
export async function runEngine(
  engine: Engine,
  args: readonly string[],
  options: { folder?: string; input?: string } = {},
): Promise<string> {
  return await runCommand(engine.name, args, { ...options, environment: engine.environment });
}

/** Runs a command of the engine, however it ends. */
export async function tryEngine(engine: Engine, args: readonly string[]): Promise<CommandResult> {
  return await tryCommand(engine.name, args, { environment: engine.environment });
}

export async function hasImage(engine: Engine, image: string): Promise<boolean> {
  return (await tryEngine(engine, ['image', 'inspect', image])).code === 0;
}
