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
import { rehearsalResetCommand } from './commands/rehearsal.ts';
import { stockAddCommand } from './commands/stock.ts';
import { streamInfoCommand, streamRepairCommand } from './commands/stream.ts';

/** Every command by name. */
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
  'rehearsal reset': rehearsalResetCommand,
  'stream info': streamInfoCommand,
  'stream repair': streamRepairCommand,
  'stock add': stockAddCommand,
};

/** The text of `--help`. */
export function helpText(): string {
  const lines = Object.values(COMMANDS).map(
    (command) => `  npm run admin -- ${command.usage}\n      ${command.summary}`,
  );
  return [
    'One-off tasks on the Redis at REDIS_URL (or REDIS_HOST etc.).',
    '',
    ...lines,
    '',
    'All are safe to repeat. Ctrl-C stops a long one. Exit code: 0 done, 1 something is broken or was',
    'refused, 2 the command line or the environment is wrong, 130 interrupted.',
  ].join('\n');
}
