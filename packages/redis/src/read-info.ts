import type { RedisNode } from './connection.ts';

/**
 * The fields of `INFO` (or of one of its sections) by name; empty if the user may not ask for them,
 * which is a reason to warn rather than an error.
 */
export async function readInfo(node: RedisNode, section?: string): Promise<Map<string, string>> {
  const command = section === undefined ? ['INFO'] : ['INFO', section];
  const text = await node.command(command).catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith('NOPERM')) return '';
    throw error;
  });
  const lines = String(text).matchAll(/^(\w+):(.*?)\r?$/gm);
  return new Map(Array.from(lines, ([, name = '', value = '']) => [name, value]));
}
