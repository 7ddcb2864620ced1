import { Ajv } from 'ajv';
import type { Static, TSchema } from 'typebox';
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { type EventPath, eventPathText, type ReportProblem } from '../events/check-values.ts';
import { CatalogError } from './catalog-error.ts';

/** A YAML file (JSON is YAML as well) with the positions of everything in it. */
export class YamlFile {
  readonly #document: Document;
  readonly #lines = new LineCounter();
  readonly #name: string;
  readonly #problems: string[] = [];

  /** `name` is used only in messages. Throws `CatalogError` when the text is not YAML. */
  constructor(text: string, name: string) {
    this.#name = name;
    this.#document = parseDocument(text, { lineCounter: this.#lines });
    if (this.#document.errors.length === 0) return;
    throw new CatalogError(
      this.#document.errors.map(({ pos, message }) => {
        return `${name}:${this.#lines.linePos(pos[0]).line}: ${message.split('\n')[0]}`;
      }),
    );
  }

  /** Notes a problem, with the line of its place. */
  readonly report: ReportProblem = (path, message) => {
    const at = nearestNode(this.#document, path)?.range?.[0] ?? 0;
    const place = eventPathText(path);
    const sentence = `${place === '' ? '' : `${place} `}${message}`;
    this.#problems.push(`${this.#name}:${this.#lines.linePos(at).line}: ${sentence}`);
  };

  /** Throws `CatalogError` with everything that was reported, if anything was. */
  check(): void {
    if (this.#problems.length > 0) throw new CatalogError(this.#problems);
  }

  /** The file as plain data of this shape. Throws `CatalogError`. */
  read<Schema extends TSchema>(schema: Schema, what: string): Static<Schema> {
    const content = this.#unfold();
    this.check();
    checkShape(schema, content, { what, report: this.report });
    this.check();
    return content as Static<Schema>;
  }

  /** How a number or string was written; empty when there is none. */
  textAt(path: EventPath): string {
    const node = this.#document.getIn(path, true);
    return isScalar(node) ? (node.source ?? String(node.value)) : '';
  }

  // Aliases (`*name`) are limited, because a few lines of them could exhaust memory.
  #unfold(): unknown {
    try {
      return this.#document.toJS();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.report([], `cannot be expanded: ${why}`);
      return undefined;
    }
  }
}

function checkShape(
  schema: TSchema,
  content: unknown,
  { what, report }: { what: string; report: ReportProblem },
): void {
  // The schema is compiled for a single use; validating the schema itself would take longer than
  // everything else. Not strict, because of the keyword `x-must`.
  const options = {
    allErrors: true,
    strict: false,
    validateSchema: false,
    meta: false,
    code: { optimize: false },
  } as const;
  const check = new Ajv(options).compile(schema);
  check(content);
  for (const { keyword, instancePath, schemaPath, params, message } of check.errors ?? []) {
    const path = instancePath
      .split('/')
      .slice(1)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    if (keyword === 'additionalProperties') {
      report([...path, String(params['additionalProperty'])], `is not a field of ${what}`);
    } else if (keyword === 'required') {
      report(path, `lacks ${String(params['missingProperty'])}`);
    } else if (keyword === 'enum') {
      report(path, `must be ${(params['allowedValues'] as string[]).join(' or ')}`);
    } else if (keyword === 'anyOf') {
      report(path, 'must be a number');
    } else if (!schemaPath.includes('/anyOf/')) {
      report(path, message ?? 'is invalid');
    }
  }
}

/** The node at a path, or its nearest existing ancestor. */
function nearestNode(document: Document, path: EventPath): Node | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents;
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isScalar(item.key) && item.key.value === path[length - 1],
      );
      if (pair !== undefined && isScalar(pair.key)) return pair.key;
    }
    const node = document.getIn(path.slice(0, length), true);
    if (node !== undefined && node !== null) return node as Node;
  }
  return document.contents ?? undefined;
}
