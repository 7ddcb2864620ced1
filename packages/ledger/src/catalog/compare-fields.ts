/** One field that differs, with its values as JSON; undefined where it is missing. */
export interface FieldDifference {
  /** Such as `tickets[adult].capacity`: parts of a list go by their ids. */
  field: string;
  stored: string | undefined;
  file: string | undefined;
}

/** The fields in which a file differs from what is stored. */
export function compareFields(stored: object, file: object): FieldDifference[] {
  const before = fieldsOf(stored);
  const after = fieldsOf(file);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => before.get(name) !== after.get(name))
    .map((field) => ({ field, stored: before.get(field), file: after.get(field) }));
}

function fieldsOf(document: object): Map<string, string> {
  const fields = new Map<string, string>();
  collect(document, '', fields);
  return fields;
}

function collect(value: unknown, name: string, into: Map<string, string>): void {
  if (Array.isArray(value) && value.every(hasId)) {
    for (const part of value) collect(part, `${name}[${part.id}]`, into);
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [field, part] of Object.entries(value)) {
      collect(part, name === '' ? field : `${name}.${field}`, into);
    }
  } else into.set(name, JSON.stringify(value));
}

function hasId(part: unknown): part is { id: string } {
  return typeof part === 'object' && part !== null && 'id' in part;
}
