import { type Link, type LinkKind, linkUrl } from '@onsale/contracts';
import type { NewLink } from '@onsale/records';

/** A link as the office shows it, once. */
export function linkTo(consoleUrl: string, kind: LinkKind, { token, expiresAt }: NewLink): Link {
  return { url: linkUrl(consoleUrl, kind, token), expiresAt: expiresAt.toISOString() };
}
