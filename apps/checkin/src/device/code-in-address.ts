/**
 * The code of `#code=…`, with which the QR code of the console opens the app; undefined when there is none. It is
 * taken out of the address: it works once, and nobody needs to see it.
 */
export function takeCode(): string | undefined {
  const code = new URLSearchParams(location.hash.slice(1)).get('code') ?? '';
  if (code === '') return undefined;
  history.replaceState(history.state, '', `${location.pathname}${location.search}`);
  return code;
}
