import type { GenericSchema } from 'valibot';

export type JsonSchema = { readonly [key: string]: unknown };

/** As much of a schema of the validating library as is read here. */
interface Read {
  kind: string;
  type: string;
  pipe?: readonly Step[];
  entries?: Record<string, Read>;
  item?: Read;
  items?: readonly Read[];
  wrapped?: Read;
  default?: unknown;
  options?: readonly unknown[];
  literal?: unknown;
  value?: Read;
}
interface Step {
  kind: string;
  type: string;
  requirement?: unknown;
  title?: string;
  description?: string;
}

/** Schemas with a title, by that title: said once, and referred to. */
export type Shelf = Map<string, JsonSchema>;

/** What is left out of JSON Schema on purpose: it changes the value, or cannot be said there. */
const unsaid = new Set(['check', 'trim', 'transform', 'to_lower_case', 'title']);

/** The JSON Schema (2020-12) of what a schema takes in. Throws for what it does not know: nothing is described by half. */
export function schemaOf(schema: GenericSchema, shelf: Shelf): JsonSchema {
  return read(schema as unknown as Read, shelf);
}

function read(schema: Read, shelf: Shelf): JsonSchema {
  const steps = (schema.pipe?.slice(1) ?? []) as readonly Step[];
  const title = steps.find((step) => step.type === 'title')?.title;
  if (!title) return whole(schema, steps, shelf);
  if (!shelf.has(title)) {
    shelf.set(title, {});
    shelf.set(title, whole(schema, steps, shelf));
  }
  return { $ref: `#/components/schemas/${title}` };
}

function whole(schema: Read, steps: readonly Step[], shelf: Shelf): JsonSchema {
  const first = schema.pipe?.[0] as Read | undefined;
  // A pipe's first part may be a pipe itself.
  const inner = first && first !== schema && first.pipe ? read(first, shelf) : plain(first ?? schema, shelf);
  const all: Record<string, unknown> = { ...inner };
  for (const step of steps) Object.assign(all, said(step, inner));
  return all;
}

function plain(schema: Read, shelf: Shelf): JsonSchema {
  const of = (part: unknown) => read(part as Read, shelf);
  switch (schema.type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return { type: schema.type };
    case 'unknown':
    case 'any':
      return {};
    case 'literal':
      return { const: schema.literal };
    case 'picklist':
      return { enum: schema.options };
    case 'array':
      return { type: 'array', items: of(schema.item) };
    case 'tuple':
      return {
        type: 'array',
        prefixItems: schema.items!.map(of),
        minItems: schema.items!.length,
        maxItems: schema.items!.length,
      };
    case 'record':
      return { type: 'object', additionalProperties: of(schema.value) };
    case 'union':
      return { anyOf: schema.options!.map(of) };
    case 'optional':
      return { ...of(schema.wrapped), ...(schema.default !== undefined && { default: schema.default }) };
    case 'nullable':
      return orNull(of(schema.wrapped));
    case 'object':
    case 'strict_object':
    case 'loose_object':
      return objectOf(schema, shelf);
    default:
      throw new Error(`no JSON Schema is known for ${schema.type}`);
  }
}

function orNull(schema: JsonSchema): JsonSchema {
  return typeof schema.type === 'string'
    ? { ...schema, type: [schema.type, 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
}

function objectOf({ type, entries = {} }: Read, shelf: Shelf): JsonSchema {
  const needed = Object.keys(entries).filter((key) => entries[key]!.type !== 'optional');
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(entries).map(([key, part]) => [key, read(part, shelf)])),
    ...(needed.length > 0 && { required: needed }),
    ...(type === 'strict_object' && { additionalProperties: false }),
    ...(type === 'loose_object' && { additionalProperties: true }),
  };
}

function said({ type, requirement, description }: Step, before: JsonSchema): JsonSchema {
  const list = before.type === 'array';
  switch (type) {
    case 'description':
      return { description };
    case 'min_length':
      return { [list ? 'minItems' : 'minLength']: requirement };
    case 'max_length':
      return { [list ? 'maxItems' : 'maxLength']: requirement };
    case 'integer':
      return { type: 'integer' };
    case 'min_value':
      return { minimum: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'email':
      return { format: 'email' };
    case 'iso_timestamp':
      return { format: 'date-time' };
    case 'regex': {
      const pattern = requirement as RegExp;
      // JSON Schema knows no flags: a pattern without its flag would say something else.
      return pattern.flags ? {} : { pattern: pattern.source };
    }
    default:
      if (unsaid.has(type)) return {};
      throw new Error(`no JSON Schema is known for the step ${type}`);
  }
}
