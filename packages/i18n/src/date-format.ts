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
