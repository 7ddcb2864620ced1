import { once } from 'node:events';
import { DAY_MS, HOUR_MS, openExistingLedger } from '@onsale/ledger';
import { loadCommandConfig, progressLine } from '@onsale/service';
import type { CommandContext } from './command.ts';
import { auditCommand } from './commands/audit.ts';
import { helpText } from './commands.ts';
import { AdminConfig } from './config.ts';
import { connect } from './connect.ts';
import { RecordsAccess } from './open-records.ts';
import { exitCodeOf } from './exit-code.ts';
import { readArguments } from './read-arguments.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as `head` has closed the pipe: exit as a shell reports SIGPIPE.
  if (error.code === 'EPIPE') process.exit(141);
  process.stderr.write(`cannot write the output: ${error.message}\n`);
  process.exit(1);
});

process.exitCode = await main(process.argv.slice(2)).catch(exitCodeOf);

async function main(args: readonly string[]): Promise<number> {
  const given = readArguments(args);
  if ('help' in given) {
    process.stdout.write(`${helpText(given.help)}\n`);
    return 0;
  }
  if (given.command === auditCommand && given.call.options['serve'] === true) {
    const { serveAudit } = await import('./audit-server/serve-audit.ts');
    await serveAudit();
    return 0;
  }
  if ('isOffline' in given.command) return await given.command.run({ print }, given.call);
  const config = loadCommandConfig(AdminConfig);
  const progress = progressLine();
  const warn = (line: string) => {
    progress.end();
    process.stderr.write(`${line}\n`);
  };
  if ('connects' in given.command) {
    const context = { config, signal: stopSignal(), print, warn, progress: progress.show };
    return await given.command.run(context, given.call).finally(() => progress.end());
  }
  const redis = await connect(config);
  const records = new RecordsAccess(config);
  try {
    const context: CommandContext = {
      redis,
      openLedger: () => openExistingLedger(redis),
      openRecords: (options) => records.open(options),
      shards: config.SHARDS,
      hadData: config.DATA_EXISTS,
      keep: {
        refusedMs: config.KEEP_REFUSED_HOURS * HOUR_MS,
        soldMs: config.KEEP_DAYS * DAY_MS,
      },
      publicUrl: config.PUBLIC_URL,
      signal: stopSignal(),
      print,
      write,
      progress: progress.show,
      warn,
    };
    return await given.command.run(context, given.call);
  } finally {
    progress.end();
    await records.close();
    await redis.close();
  }
}

// The first Ctrl-C stops the command gracefully, the second at once.
function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  process.once('SIGTERM', () => stopping.abort());
  return stopping.signal;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
