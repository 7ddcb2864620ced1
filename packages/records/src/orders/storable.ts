/** A text as PostgreSQL takes it, with neither a NUL nor half of a character; nobody types them. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{FFFD}');
}
