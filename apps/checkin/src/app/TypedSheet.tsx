import { Button } from '@onsale/ui';
import { useEffect, useId, useRef, useState } from 'react';
import { m } from '../paraglide/messages.js';
import { SheetScreen } from './SheetScreen.tsx';
import classes from './TypedSheet.module.css';

/** Takes the code of a ticket by hand, or from a scanner that types into whatever has the focus. */
export function TypedSheet({
  onCode,
  onClose,
}: {
  onCode: (text: string) => void;
  onClose: () => void;
}) {
  const [code, setCode] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  const send = () => {
    const text = code.replaceAll(/\s/g, '');
    if (text !== '') onCode(text);
  };
  return (
    <SheetScreen title={m.typed_title()} onClose={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <label htmlFor={id}>{m.typed_code()}</label>
        <textarea
          ref={field}
          id={id}
          className={classes.code}
          rows={4}
          value={code}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="go"
          onInput={({ currentTarget }) => setCode(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            send();
          }}
        />
        <p id={`${id}-hint`}>{m.typed_hint()}</p>
        <Button type="submit" wide={true} className={classes.go}>
          {m.typed_do()}
        </Button>
      </form>
    </SheetScreen>
  );
}
