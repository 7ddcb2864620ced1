/** What is known of something, in one line. */
export function inOneLine(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' · ');
}
