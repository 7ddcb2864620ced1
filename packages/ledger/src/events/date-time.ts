const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Whether a text is a time that exists, in ISO 8601 with an offset: 2027-06-18T16:00:00+02:00. Not
 * before 1971, because the moment 0 stands for no bound in the rules of a ticket type.
 */
export function isDateTime(text: string): boolean {
  const [, year, month, day] = DATE_TIME.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  if (year < 1971) return false;
  // JavaScript turns February 30 into March 2.
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
