/** The ETag of a version. */
export function etagOf(version: string): string {
  return `"${version}"`;
}

/**
 * The versions accepted by an `If-Match`; undefined for any. Weak tags never match, so they are
 * left out (RFC 9110, 13.1.1).
 */
export function versionsOf(ifMatch: string | undefined): string[] | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  return tagsOf(ifMatch)
    .filter((tag) => !tag.startsWith('W/'))
    .map((tag) => tag.slice(1, -1));
}

/** Whether an `If-None-Match` includes this tag, weak or not. */
export function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return tagsOf(ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === etag);
}

function tagsOf(header: string): string[] {
  return header.match(/(W\/)?"[^"]*"/g) ?? [];
}
