import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * A logger that writes one JSON object a line to stdout. Requests are logged without headers and
 * bodies, so that no personal data gets in.
 */
export function createLogger(options: {
  service: string;
  instance: string;
  level: string;
}): Logger {
  return pino({
    level: options.level,
    base: { service: options.service, instance: options.instance },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
