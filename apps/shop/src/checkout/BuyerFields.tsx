import { Button, TextField } from '@onsale/ui';
import { useEffect, useState } from 'react';
import { m } from '../paraglide/messages.js';
import { type BuyerForm, type FormProblems, NAME_LENGTH } from './buyer-form.ts';
import { EMAIL_LENGTH } from './email-address.ts';
import classes from './CheckoutForm.module.css';
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
  const meant = useMeantEmail(form.email);
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
          meant === undefined ? undefined : (
            <span role="status">
              {m.checkout_email_meant({ email: meant })}{' '}
              <Button
                look="plain"
                className={classes.small}
                onClick={() => onChange({ email: meant })}
              >
                {m.checkout_email_use()}
              </Button>
            </span>
          )
        }
        onInput={(input) => onChange({ email: input.currentTarget.value })}
      />
    </fieldset>
  );
}

// What an address that has not changed for a moment was probably meant to be. Not when the field is left:
// that is often a tap on the button, which must not move away under the finger. The code with all the
// domains is loaded when there is an address to look at, and without it there is no hint.
function useMeantEmail(email: string): string | undefined {
  const [hint, setHint] = useState<{ typed: string; meant: string | undefined }>();
  useEffect(() => {
    if (!email.includes('@')) return undefined;
    const timer = setTimeout(() => {
      import('./email-hint.ts').then(
        ({ suggestEmail }) => setHint({ typed: email, meant: suggestEmail(email) }),
        () => undefined,
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [email]);
  return hint?.typed === email ? hint.meant : undefined;
}
