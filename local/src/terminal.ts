const LEVEL_COLORS: Record<string, string> = { warn: '33', error: '31', fatal: '31' };

// Output that can't be written (a closed pipe, a full disk) must not end a running shop.
process.stdout.on('error', () => undefined);

/** Prints a line of `npm start` itself. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

interface LogLine {
  /** Missing where the line isn't JSON: a crash, or Redis. */
  level: string | undefined;
  msg: string;
}

export function readLogLine(line: string): LogLine {
  try {
    const entry = JSON.parse(line) as { level?: unknown; msg?: unknown };
    if (typeof entry.level === 'string' && typeof entry.msg === 'string') {
      return { level: entry.level, msg: entry.msg };
    }
  } catch {
    // Not JSON: shown as it is.
  }
  return { level: undefined, msg: line };
}

/** Prints a service's log line in short form, except for debugging lines. */
export function showLogLine(name: string, { level, msg }: LogLine): void {
  if (level === 'debug' || level === 'trace') return;
  const words = level === undefined ? [name.padEnd(18)] : [name.padEnd(18), level.padEnd(5)];
  const text = [...words, msg].join(' ');
  const color = process.stdout.isTTY && level !== undefined ? LEVEL_COLORS[level] : undefined;
  say(color === undefined ? text : `\u001b[${color}m${text}\u001b[0m`);
}
