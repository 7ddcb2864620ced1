import { randomInt } from 'node:crypto';

// Those of Crockford: without letters that are taken for digits, nor U, which makes words of others.
const CHARACTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 50 bits: nobody guesses one of 500 in the quarter of an hour that it works. */
const LENGTH = 10;
const IS_CODE = new RegExp(`^[${CHARACTERS}]{${LENGTH}}$`);

/** A new code for a device to sign in, as it is stored. */
export function newDeviceCode(): string {
  return Array.from({ length: LENGTH }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('');
}

/** A code as it is shown: `7K3P-9QXM-2D`. */
export function showDeviceCode(code: string): string {
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** The code that somebody has typed, however they have; undefined when it can't be one. */
export function readDeviceCode(typed: string): string | undefined {
  const code = typed
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return IS_CODE.test(code) ? code : undefined;
}
