import { domainToASCII } from 'node:url';

/** How a provider treats what stands before the @. */
interface Provider {
  /** The name that stands for all of its domains with the same mailboxes. */
  name: string;
  /** Whether `ada+anything@` is delivered to `ada@`. */
  hasPlusTags: boolean;
  /** Whether `a.d.a@` is delivered to `ada@`. */
  ignoresDots: boolean;
}

const plusTags = { hasPlusTags: true, ignoresDots: false };
const plusTagsAndDots = { hasPlusTags: true, ignoresDots: true };

// The large ones only: for any other domain a plus or a dot may be part of a different mailbox.
const PROVIDERS = new Map<string, Provider>([
  ...['gmail.com', 'googlemail.com'].map(
    (domain) => [domain, { name: 'gmail.com', ...plusTagsAndDots }] as const,
  ),
  ...['proton.me', 'protonmail.com', 'pm.me'].map(
    (domain) => [domain, { name: 'proton.me', ...plusTagsAndDots }] as const,
  ),
  ...['icloud.com', 'me.com', 'mac.com'].map(
    (domain) => [domain, { name: 'icloud.com', ...plusTags }] as const,
  ),
  // Each of these is a mailbox of its own.
  ...['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'fastmail.com'].map(
    (domain) => [domain, { name: domain, ...plusTags }] as const,
  ),
]);

/**
 * The form in which addresses of one mailbox are equal, as far as that can be known: without
 * difference of case, width and composition (NFKC), the domain in ASCII, and for the large providers
 * without dots and plus-tags where these lead to the same mailbox. For comparing only; mail goes to
 * the address as written.
 */
export function normalizeAddress(address: string): string {
  const text = address.normalize('NFKC').trim();
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at).toLowerCase();
  const domain = normalizeDomain(text.slice(at + 1));
  const provider = PROVIDERS.get(domain);
  if (provider === undefined) return `${local}@${domain}`;
  return `${mailboxOf(local, provider)}@${provider.name}`;
}

function normalizeDomain(domain: string): string {
  const lower = domain.toLowerCase().replace(/\.$/, '');
  // Empty when it is no valid name; then it stays as it is.
  return domainToASCII(lower) || lower;
}

function mailboxOf(local: string, { hasPlusTags, ignoresDots }: Provider): string {
  let mailbox = local;
  if (hasPlusTags) mailbox = mailbox.replace(/\+.*$/, '');
  if (ignoresDots) mailbox = mailbox.replaceAll('.', '');
  return mailbox === '' ? local : mailbox;
}
