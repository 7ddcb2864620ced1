/**
 * The address that others use for a path of the shop, or for what may already be an https URL;
 * undefined without a public address, and for anything that is no web address.
 */
export function absolute(
  path: string | undefined,
  publicUrl: string | undefined,
): string | undefined {
  if (path === undefined) return undefined;
  const url = URL.parse(path, publicUrl);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

/** The canonical address of an event. */
export function eventAddress(eventId: string, publicUrl: string | undefined): string | undefined {
  return absolute(`/events/${encodeURIComponent(eventId)}`, publicUrl);
}
