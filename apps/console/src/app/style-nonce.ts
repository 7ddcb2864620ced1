/**
 * What the policy of the page asks of style elements: nginx writes it into index.html, anew for each answer.
 * Empty where nothing does, as in development.
 */
export function styleNonce(): string {
  return nonce;
}

const written = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
const nonce = /^\w+$/.test(written) ? written : '';

// Where the library that keeps the page still behind a dialog looks for it.
if (nonce !== '') Object.assign(globalThis, { __webpack_nonce__: nonce });
