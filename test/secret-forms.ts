/** What every secret of a test contains, so that one search finds them all, also a part of one. */
export const SECRET_MARK = 'NeverToldToAnybody47';

/** A secret for `owner`, with characters that are written differently in an address. */
export const secretOf = (owner: string): string => `${SECRET_MARK}/of=${owner}?`;

/** The places of a text where a secret shows: as it is, or in base64 or hex, alone or inside more. */
export function findSecrets(text: string): string[] {
  return Array.from(text.matchAll(MARKS), ({ index }) =>
    text.slice(Math.max(0, index - 100), index + 100),
  );
}

const MARKS = new RegExp(
  [SECRET_MARK, Buffer.from(SECRET_MARK).toString('hex'), ...base64Forms(SECRET_MARK)]
    .map((form) => form.replaceAll('+', '\\+'))
    .join('|'),
  'gi',
);

// Three bytes are four characters: what a text looks like depends on how many bytes stand before it,
// and its first and last character also on its neighbours.
function base64Forms(text: string): string[] {
  const whole = (bits: number) => Math.ceil(bits / 6);
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const last = Math.floor((bytes.length * 8) / 6);
    return (['base64', 'base64url'] as const).map((encoding) =>
      bytes.toString(encoding).slice(whole(before * 8), last),
    );
  });
}
