import type { FieldDifference } from '@onsale/ledger';

/** Prints each field that differs, as it is and as it would be; long texts by their start. */
export function printFields(
  differences: readonly FieldDifference[],
  print: (line: string) => void,
): void {
  for (const { field, stored, file } of differences) {
    print(`  ${field}: ${shorten(stored)} -> ${shorten(file)}`);
  }
}

const LONGEST = 200;

function shorten(value: string | undefined): string {
  if (value === undefined) return '(none)';
  return value.length <= LONGEST
    ? value
    : `${value.slice(0, LONGEST)}… (${value.length} characters)`;
}
