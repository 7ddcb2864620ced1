import { appendFileSync } from 'node:fs';

const LEVEL_COLORS: Record<string, string> = { warn: '33', error: '31', fatal: '31' };

/** Says a line of our own. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/**
 * Shows a line of a service's log in short, and keeps it whole in `logFile`. What is no JSON (a
 * crash, Redis) is shown as it is.
 */
export function showLogLine(log: {
  name: string;
  line: string;
  logFile: string;
  quiet: boolean;
}): void {
  const { name, line } = log;
  appendFileSync(log.logFile, `${line}\n`);
  if (log.quiet) return;
  const entry = parseLine(line);
  if (entry === undefined) {
    say(`${name.padEnd(18)} ${line}`);
    return;
  }
  if (entry.level === 'debug' || entry.level === 'trace') return;
  const color = process.stdout.isTTY ? LEVEL_COLORS[entry.level] : undefined;
  const text = `${name.padEnd(18)} ${entry.level.padEnd(5)} ${entry.msg}`;
  say(color === undefined ? text : `\u001b[${color}m${text}\u001b[0m`);
}

function parseLine(line: string): { level: string; msg: string } | undefined {
  try {
    const entry = JSON.parse(line) as { level?: unknown; msg?: unknown };
    if (typeof entry.level !== 'string' || typeof entry.msg !== 'string') return undefined;
    return { level: entry.level, msg: entry.msg };
  } catch {
    return undefined;
  }
}
