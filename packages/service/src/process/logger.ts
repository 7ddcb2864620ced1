import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * A logger that writes one JSON object per line, by default to stdout. Requests are logged without
 * headers and bodies, to keep personal data out.
 */
export function createLogger(options: {
  service: string;
  instance: string;
  level: string;
  destination?: DestinationStream;
}): Logger {
  const settings = {
    level: options.level,
    base: { service: options.service, instance: options.instance },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: withoutUrl },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}

// Node says which URL it could not read, and those of stores and mail servers have a password.
function withoutUrl(error: Error): object {
  const written: object = pino.stdSerializers.err(error);
  return (error as NodeJS.ErrnoException | null)?.code === 'ERR_INVALID_URL'
    ? { ...written, input: undefined, base: undefined }
    : written;
}
