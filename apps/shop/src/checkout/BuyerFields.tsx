import { Button, TextField } from '@onsale/ui';
import { useEffect, useState } from 'react';
import { m } from '../paraglide/messages.js';
import { type BuyerForm, EMAIL_LENGTH, type FormProblems, NAME_LENGTH } from './buyer-form.ts';
import classes from './CheckoutForm.module.css';
import { suggestEmail } from './email-hint.ts';
import { problemWords } from './words-of-problem.ts';

/** Half of the way every address looks mistyped, so the hint waits until nobody types any more. */
const PAUSE_MS = 700;

/** What all groups of fields of the form are given. */
export interface FieldsProps {
  form: BuyerForm;
  problems: FormProblems;
  /** An order is under way: nothing can be changed. */
  isBusy: boolean;
  onChange: (change: Partial<BuyerForm>) => void;
}

/** Whose order it is. */
export function BuyerFields({ form, problems, isBusy, onChange }: FieldsProps) {
  const typed = useSettled(form.email);
  const meant = typed === form.email ? suggestEmail(typed) : undefined;
  return (
    <fieldset className={classes.group} disabled={isBusy}>
      <legend>{m.checkout_buyer()}</legend>
      <TextField
        label={m.checkout_name()}
        name="name"
        autoComplete="name"
        autoCapitalize="words"
        spellCheck={false}
        enterKeyHint="next"
        maxLength={NAME_LENGTH}
        required
        value={form.name}
        error={problemWords('name', problems['name'])}
        onInput={(input) => onChange({ name: input.currentTarget.value })}
      />
      <TextField
        label={m.checkout_email()}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="done"
        maxLength={EMAIL_LENGTH}
        required
        value={form.email}
        error={problemWords('email', problems['email'])}
        hint={
          <span role="status">
            {meant === undefined ? null : (
              <>
                {m.checkout_email_meant({ email: meant })}{' '}
                <Button
                  look="plain"
                  className={classes.small}
                  onClick={() => onChange({ email: meant })}
                >
                  {m.checkout_email_use()}
                </Button>
              </>
            )}
          </span>
        }
        onInput={(input) => onChange({ email: input.currentTarget.value })}
      />
    </fieldset>
  );
}

// A text that has not changed for a moment. Not when the field is left: that is often a tap on the
// button, which must not move away under the finger.
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
