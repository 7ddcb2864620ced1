/** What is read of a JSON Schema. */
export interface ApiSchema {
  $ref?: string;
  type?: string;
  description?: string;
  enum?: (string | number)[];
  const?: string | number | boolean;
  format?: string;
  minimum?: number;
  maximum?: number;
  items?: ApiSchema;
  anyOf?: ApiSchema[];
  required?: string[];
  properties?: Record<string, ApiSchema>;
}

interface FieldRow {
  name: string;
  type: string;
  required: boolean;
  text: string;
}

/** The fields of an object, those of unnamed objects inside it as `outer.inner`. */
export function fieldRows({ properties = {}, required = [] }: ApiSchema): FieldRow[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const text = schema.description ?? '';
    const row = { name, type: nameOfType(schema), required: required.includes(name), text };
    const [mark, inner] = schema.type === 'array' ? ['[]', schema.items ?? {}] : ['', schema];
    return [
      row,
      ...fieldRows(inner).map((each) => ({ ...each, name: `${name}${mark}.${each.name}` })),
    ];
  });
}

/** A type in a few words of Markdown; one that has a name is a link to it. */
export function nameOfType(schema: ApiSchema): string {
  const { $ref, type = 'anything', anyOf, items, minimum, maximum } = schema;
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? '';
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (anyOf !== undefined) return anyOf.map(nameOfType).join(' or ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (type === 'array') return `list of ${nameOfType(items ?? {})}`;
  if (schema.format !== undefined) return schema.format;
  const limits = [
    ...(minimum === undefined ? [] : [`from ${minimum}`]),
    ...(maximum === undefined ? [] : [`to ${maximum}`]),
  ];
  return [type, ...limits].join(' ');
}
