import { type ApiSchema, fieldRows, nameOfType } from './describe-schema.ts';

/** What is read of an OpenAPI document. */
export interface ApiDocument {
  info: { title: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, ApiSchema> };
}

interface Operation {
  summary: string;
  description?: string;
  parameters?: {
    in: string;
    name: string;
    required?: boolean;
    description?: string;
    schema: ApiSchema;
  }[];
  requestBody?: { content: Record<string, { schema: ApiSchema }> };
  responses: Record<string, Response>;
}

interface Response {
  description: string;
  content?: Record<string, { schema?: ApiSchema }>;
}

/** The reference of one interface, as Markdown: its operations, then the types that they use. */
export function writeReference({ info, paths, components }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => writeOperation(method, path, each)),
  );
  const types = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `### ${name}\n\n${escaped(schema.description ?? '')}\n\n${writeFields(schema)}`,
  );
  return [
    `# ${info.title}\n\n${escaped(info.description)}`,
    ...operations,
    `## Types\n\n${types.join('\n\n')}`,
  ].join('\n\n');
}

function writeOperation(method: string, path: string, operation: Operation): string {
  const { summary, description = '', parameters = [], requestBody, responses } = operation;
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const asked = [
    ...parameters.map(
      ({ name, in: place, required, schema, ...own }) =>
        `| \`${name}\` | ${place}${required === true ? ', required' : ''} | ${nameOfType(schema)} | ${cell(own.description ?? schema.description ?? '')} |`,
    ),
    ...(body === undefined ? [] : [`| | body | ${nameOfType(body)} | |`]),
  ];
  return [
    `## ${summary}`,
    `\`\`\`http\n${method.toUpperCase()} ${path}\n\`\`\``,
    escaped(description),
    ...(asked.length === 0
      ? []
      : [`| name | in | type | |\n| --- | --- | --- | --- |\n${asked.join('\n')}`]),
    `| answer | | |\n| --- | --- | --- |\n${Object.entries(responses).map(writeResponse).join('\n')}`,
  ].join('\n\n');
}

function writeResponse([status, { description, content = {} }]: [string, Response]): string {
  const types = Object.entries(content).map(([kind, { schema }]) =>
    schema === undefined ? `\`${kind}\`` : nameOfType(schema),
  );
  return `| ${status} | ${types.join(' ')} | ${cell(description)} |`;
}

function writeFields(schema: ApiSchema): string {
  const rows = fieldRows(schema);
  if (rows.length === 0) return nameOfType(schema);
  const lines = rows.map(
    ({ name, type, required, text }) =>
      `| \`${name}\` | ${type}${required ? '' : ' (optional)'} | ${cell(text)} |`,
  );
  return `| field | type | |\n| --- | --- | --- |\n${lines.join('\n')}`;
}

function cell(text: string): string {
  return escaped(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** Text is text: not HTML, and not a template of the site. */
function escaped(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;');
}
