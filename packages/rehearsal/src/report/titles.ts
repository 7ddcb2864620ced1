const TITLES = [
  'How fast it was',
  '1. Never oversold',
  '2. Nothing lost',
  '3. Nothing doubled',
  '4. Nothing silent',
  '5. Nobody gets in',
  '6. All say the same',
];

/** What a promise is called; 0 is how fast it was. */
export function titleOf(promise: number): string {
  return TITLES[promise] ?? `${promise}`;
}
