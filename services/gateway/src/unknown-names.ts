/** Number of names that are named; more would only bloat the response. */
const MAX_NAMED = 5;
const MAX_NAME_LENGTH = 40;

/** The known names of an object's schema. */
export function namesOf(object: { properties: object }): ReadonlySet<string> {
  return new Set(Object.keys(object.properties));
}

/** Adds the names in `object` that nobody knows to those found, until there are one too many. */
export function addUnknown(
  found: string[],
  object: object,
  { known, prefix = '' }: { known: ReadonlySet<string>; prefix?: string },
): void {
  for (const name in object) {
    if (known.has(name)) continue;
    if (found.length > MAX_NAMED) return;
    found.push(prefix + shorten(name));
  }
}

/** The names to show, and whether there are others. */
export function shownNames(found: readonly string[]): { names: string[]; hasMore: boolean } {
  return { names: found.slice(0, MAX_NAMED), hasMore: found.length > MAX_NAMED };
}

function shorten(name: string): string {
  return name.length > MAX_NAME_LENGTH ? `${name.slice(0, MAX_NAME_LENGTH)}…` : name;
}
