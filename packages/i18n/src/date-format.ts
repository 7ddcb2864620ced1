/** A formatter whose hours are as the locale writes them: 09:05 on a clock of 24 hours, 9:05 AM else. */
export function dateFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  if (options.hour === undefined) return new Intl.DateTimeFormat(locale, options);
  const { hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  const hour = hourCycle?.startsWith('h2') === true ? '2-digit' : 'numeric';
  return new Intl.DateTimeFormat(locale, { ...options, hour });
}

/** Writes a moment (Unix time in ms); the name of its zone, such as GMT-4, never breaks in a line. */
export function writeMoment(format: Intl.DateTimeFormat, ms: number): string {
  return unbrokenParts(format, ms)
    .map(({ value }) => value)
    .join('');
}

/** What the zone of a format is called at a moment (Unix time in ms). */
export function zoneName(format: Intl.DateTimeFormat, ms: number): string {
  return unbrokenParts(format, ms).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function unbrokenParts(format: Intl.DateTimeFormat, ms: number): Intl.DateTimeFormatPart[] {
  return format
    .formatToParts(ms)
    .map(({ type, value }) => ({ type, value: type === 'timeZoneName' ? unbroken(value) : value }));
}

function unbroken(zone: string): string {
  return zone.replaceAll('-', '\u2011').replaceAll(/\s/g, '\u00a0');
}
