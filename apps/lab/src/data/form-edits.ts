import type { LoadConfig } from '@onsale/api-client';
import { formOf, type LoadForm } from './load-form.ts';

/** What somebody has typed into the form and the generator does not know yet. */
export type Edits = Partial<LoadForm>;

/** The running configuration, with what was typed since in its place. */
export function editedForm(config: LoadConfig, edits: Edits): LoadForm {
  return { ...formOf(config), ...edits };
}

/**
 * The fields that say something else than the configuration. What was typed and is now what runs,
 * whoever has set it, is no edit any more.
 */
export function editedFields(config: LoadConfig, edits: Edits): (keyof LoadForm)[] {
  const form = formOf(config);
  return (Object.keys(edits) as (keyof LoadForm)[]).filter(
    (name) => JSON.stringify(edits[name]) !== JSON.stringify(form[name]),
  );
}

/** The edits that are left when the configuration has become this one. */
export function remainingEdits(config: LoadConfig, edits: Edits): Edits {
  return Object.fromEntries(editedFields(config, edits).map((name) => [name, edits[name]]));
}
