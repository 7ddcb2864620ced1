/** What each key of an American keyboard types, without and with Shift, by `KeyboardEvent.code`. */
const KEYS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) =>
    key(`Key${letter}`, letter.toLowerCase(), letter),
  ),
  ...Array.from('0123456789', (digit, i) => key(`Digit${digit}`, digit, ')!@#$%^&*('[i] ?? '')),
  ...Array.from('0123456789', (digit) => key(`Numpad${digit}`, digit, digit)),
  key('Space', ' ', ' '),
  key('Minus', '-', '_'),
  key('Equal', '=', '+'),
  key('BracketLeft', '[', '{'),
  key('BracketRight', ']', '}'),
  key('Backslash', '\\', '|'),
  key('Semicolon', ';', ':'),
  key('Quote', "'", '"'),
  key('Backquote', '`', '~'),
  key('Comma', ',', '<'),
  key('Period', '.', '>'),
  key('Slash', '/', '?'),
  key('NumpadAdd', '+', '+'),
  key('NumpadSubtract', '-', '-'),
  key('NumpadMultiply', '*', '*'),
  key('NumpadDivide', '/', '/'),
  key('NumpadDecimal', '.', '.'),
]);

/**
 * What a scanner has typed with this key, whatever the layout of the device: scanners press the keys of an
 * American keyboard. Undefined for a key that types nothing.
 */
export function typedOn(
  event: Pick<KeyboardEvent, 'code' | 'key' | 'shiftKey'>,
): string | undefined {
  const typed = KEYS.get(event.code);
  if (typed !== undefined) return typed[event.shiftKey ? 1 : 0];
  // Scanners that are built into a device say the character, and no key.
  return event.code === '' && Array.from(event.key).length === 1 ? event.key : undefined;
}

function key(code: string, plain: string, shifted: string): [string, readonly [string, string]] {
  return [code, [plain, shifted]];
}
