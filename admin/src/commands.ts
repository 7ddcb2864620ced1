import type { Command } from './command.ts';
import { auditCommand } from './commands/audit.ts';
import { catalogApplyCommand } from './commands/catalog.ts';
import { dataInstallCommand } from './commands/data.ts';
import {
  deadLettersDropCommand,
  deadLettersListCommand,
  deadLettersReplayCommand,
} from './commands/dead-letters.ts';
import { ordersAnonymizeCommand } from './commands/anonymize.ts';
import { ordersFindCommand } from './commands/find-order.ts';
import { ordersExportCommand } from './commands/orders.ts';
import { stockAddCommand } from './commands/stock.ts';
import { streamInfoCommand, streamRepairCommand } from './commands/stream.ts';

/** Every command by the words that name it. */
export const COMMANDS: Record<string, Command> = {
  audit: auditCommand,
  'catalog apply': catalogApplyCommand,
  'data install': dataInstallCommand,
  'orders export': ordersExportCommand,
  'orders find': ordersFindCommand,
  'orders anonymize': ordersAnonymizeCommand,
  'dead-letters list': deadLettersListCommand,
  'dead-letters replay': deadLettersReplayCommand,
  'dead-letters drop': deadLettersDropCommand,
  'stream info': streamInfoCommand,
  'stream repair': streamRepairCommand,
  'stock add': stockAddCommand,
};

/** What `--help` says. */
export function helpText(): string {
  const lines = Object.values(COMMANDS).map(
    (command) => `  npm run admin -- ${command.usage}\n      ${command.summary}`,
  );
  return [
    'One-off tasks on the Redis of REDIS_URL (or REDIS_HOST and its like).',
    '',
    ...lines,
    '',
    'Each may be run twice. Ctrl-C ends a long one. Exit code: 0 done, 1 something is broken or was',
    'refused, 2 the command line or the environment is wrong, 130 interrupted.',
  ].join('\n');
}
