import type { ComponentProps } from 'react';
import classes from './Field.module.css';

/** One choice of a group of radio buttons; its `fieldset` names the group. */
export function RadioField({
  label,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label: string }) {
  return (
    <label className={classes.choice}>
      <input type="radio" {...rest} />
      <span>{label}</span>
    </label>
  );
}

/** A box to tick, such as for terms that are accepted. */
export function CheckboxField({
  label,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label: ComponentProps<'span'>['children'] }) {
  return (
    <label className={classes.choice}>
      <input type="checkbox" {...rest} />
      <span>{label}</span>
    </label>
  );
}
