/** A name as code. */
export function code(name: string | number | boolean): string {
  return `\`${name}\``;
}
