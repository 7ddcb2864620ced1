/**
 * For browsers led to one of our responses: it is data, never a page. HSTS is left to the reverse
 * proxy, which knows whether TLS is in use.
 */
export const SAFETY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;
