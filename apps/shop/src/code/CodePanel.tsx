import { onServerClock } from '@onsale/api-client';
import { Button, Notice, TextField } from '@onsale/ui';
import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { codeQuery } from '../app/queries.ts';
import { m } from '../paraglide/messages.js';
import classes from './CodePanel.module.css';
import type { CodePanelProps } from './code-panel.ts';
import { normalizeCode } from './code-text.ts';
import { type EnteredCode, useCode } from './use-code.ts';
import { wordsOfOffer, wordsOfRefusal } from './words-of-code.ts';

/** Where a code is entered, and what it is good for. */
export function CodePanel({
  event,
  tickets,
  isNeeded = false,
  isBusy = false,
  isUnused = false,
}: CodePanelProps) {
  const entered = useCode(event.id);
  if (entered.offer !== undefined) {
    return (
      <Applied
        {...{ entered, isBusy }}
        sentences={wordsOfOffer(entered.offer, event.currency, tickets)}
        remark={isUnused ? m.code_unused() : undefined}
      />
    );
  }
  const field = (
    <CodeField key={entered.code} eventId={event.id} entered={entered} isBusy={isBusy} />
  );
  if (isNeeded) {
    return (
      <Notice title={m.code_needed()} text={m.code_needed_text()}>
        {field}
      </Notice>
    );
  }
  return (
    <details className={classes.panel} open={entered.code !== ''}>
      <summary>{m.code_have()}</summary>
      {field}
    </details>
  );
}

function Applied({
  entered: { code, enter },
  isBusy,
  sentences,
  remark,
}: {
  entered: EnteredCode;
  isBusy: boolean;
  sentences: readonly string[];
  remark: string | undefined;
}) {
  return (
    <div className={classes.applied}>
      <div role="status">
        <p className={classes.title}>{m.code_applied({ code })}</p>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {remark === undefined ? null : <p className={classes.remark}>{remark}</p>}
      </div>
      <Button look="plain" disabled={isBusy} onClick={() => enter('')}>
        {m.code_remove()}
      </Button>
    </div>
  );
}

// Not a form: at the checkout it stands in one. What was typed there and not applied is found by its name.
function CodeField({
  eventId,
  entered: { code, enter, found, refusal, isAsked },
  isBusy,
}: {
  eventId: string;
  entered: EnteredCode;
  isBusy: boolean;
}) {
  const client = useQueryClient();
  const [typed, setTyped] = useState(code);
  const apply = () => {
    enter(typed);
    // The same once more: it may be good by now.
    void client.resetQueries({ queryKey: codeQuery(eventId, normalizeCode(typed)).queryKey });
  };
  const applyOnEnter = (pressed: KeyboardEvent) => {
    if (pressed.key !== 'Enter') return;
    pressed.preventDefault();
    apply();
  };
  const isTyped = normalizeCode(typed) === code;
  return (
    <div className={classes.field}>
      <TextField
        label={m.code_label()}
        name="code"
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        enterKeyHint="go"
        maxLength={100}
        disabled={isBusy}
        value={typed}
        error={isTyped ? wordsOfRefusal(refusal, found, onServerClock()) : undefined}
        hint={<span role="status">{isAsked ? m.code_reading() : ''}</span>}
        onInput={(input) => setTyped(input.currentTarget.value)}
        onKeyDown={applyOnEnter}
      />
      <Button look="plain" disabled={isBusy || normalizeCode(typed) === ''} onClick={apply}>
        {m.code_apply()}
      </Button>
    </div>
  );
}
