// Parses the values of command-line options; an option that is not given stays undefined.

/** The command line is wrong; the message says where. */
export class UsageError extends Error {}

export function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) {
    throw new UsageError(`${option} must be a number, not ${JSON.stringify(text)}`);
  }
  return Number(text);
}

export function seconds(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  if (match === null) {
    throw new UsageError(`${option} must be a time such as 30s or 5m, not ${JSON.stringify(text)}`);
  }
  const unit = { ms: 0.001, s: 1, m: 60, h: 3600 }[match[2] ?? 's'] ?? 1;
  return Number(match[1]) * unit;
}

export function inMs(timeS: number | undefined): number | undefined {
  return timeS === undefined ? undefined : Math.round(timeS * 1000);
}

export function stage(text: string) {
  const match = /^(~?)([\d.]+)x(.+)$/.exec(text.trim());
  if (match === null) throw new UsageError(`--stages has ${text}; write 100x10s or ~2000x30s`);
  return {
    rps: number('--stages', match[2]),
    durationS: seconds('--stages', match[3]),
    ramp: match[1] === '~',
  };
}

export function mixEntry(text: string) {
  const [ticketId, qty = '1', weight = '1'] = text.trim().split(':');
  return { ticketId, qty: number('--mix', qty), weight: number('--mix', weight) };
}

export function part(text: string | undefined) {
  if (text === undefined) return undefined;
  const match = /^(\d+)\/(\d+)$/.exec(text);
  if (match === null) throw new UsageError(`--part must be like 0/3, not ${JSON.stringify(text)}`);
  return { index: Number(match[1]), of: Number(match[2]) };
}
