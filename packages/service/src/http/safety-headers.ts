/**
 * For the browser that is led to an answer of ours: it is data, never a page. Whether to come by TLS
 * alone is for the door to say, which knows.
 */
export const SAFETY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;
