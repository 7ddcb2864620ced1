import { Button, Notice, useSecondsUntil } from '@onsale/ui';
import { useEffect, useRef } from 'react';
import { m } from '../paraglide/messages.js';
import type { FormProblems } from './buyer-form.ts';
import { RefusalNotice } from './RefusalNotice.tsx';
import type { WaitReason } from './send-until-answered.ts';
import type { PurchaseState } from './use-purchase.ts';

/** What has become of the click on the button, as long as it has not led to an order. */
export function PurchaseNotice({
  state,
  problems,
  isFresh,
  onStop,
  onAgain,
}: {
  state: PurchaseState;
  problems: FormProblems;
  /** Whether the page shows what the order was refused for. */
  isFresh: boolean;
  onStop: () => void;
  onAgain: () => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (state.step !== 'idle') place.current?.scrollIntoView({ block: 'nearest' });
  }, [state.step]);
  const count = Object.keys(problems).length;
  return (
    <div ref={place} role="status">
      <Words {...{ state, count, isFresh, onStop, onAgain }} />
    </div>
  );
}

function Words({
  state,
  count,
  ...rest
}: {
  state: PurchaseState;
  count: number;
  isFresh: boolean;
  onStop: () => void;
  onAgain: () => void;
}) {
  switch (state.step) {
    case 'sending':
      // The first answer comes so soon that words would only flicker.
      return state.isUnclear ? <Waiting why="unreachable" atMs={0} isUnclear {...rest} /> : null;
    case 'waiting':
      return (
        <Waiting why={state.why} atMs={state.nextTryAtMs} isUnclear={state.isUnclear} {...rest} />
      );
    case 'stopped':
      return state.isUnclear ? (
        <Notice tone="warn" title={m.stopped_unclear()} text={m.stopped_unclear_text()}>
          <Button look="plain" onClick={rest.onAgain}>
            {m.stopped_ask_again()}
          </Button>
        </Notice>
      ) : (
        <Notice title={m.stopped_unsent()} text={m.stopped_unsent_text()} />
      );
    case 'refused':
      return <RefusalNotice refusal={state} fields={count} {...rest} />;
    default:
      state.step satisfies 'idle' | 'placed';
      return count === 0 ? null : <Notice tone="bad" title={m.checkout_fix({ count })} />;
  }
}

function Waiting({
  why,
  atMs,
  isUnclear,
  onStop,
}: {
  why: WaitReason;
  /** Of the next try, Unix time in ms; in the past while it is being tried. */
  atMs: number;
  isUnclear: boolean;
  onStop: () => void;
}) {
  const seconds = useSecondsUntil(atMs);
  const next = why !== 'offline' && seconds > 0 ? m.waiting_next({ seconds }) : undefined;
  const text = [
    isUnclear ? unclearWords[why]() : unsentWords[why](),
    next ?? (why === 'offline' ? undefined : m.checkout_waiting_now()),
    isUnclear ? m.waiting_never_two() : m.waiting_keep_open(),
  ];
  return (
    <Notice
      tone="warn"
      title={isUnclear ? m.checkout_unclear() : unsentTitles[why]()}
      text={text.filter(Boolean).join(' ')}
    >
      <Button look="plain" onClick={onStop}>
        {isUnclear ? m.checkout_stop() : m.waiting_do_not_send()}
      </Button>
    </Notice>
  );
}

// Something was sent, and its answer is lost.
const unclearWords = {
  offline: m.unclear_offline,
  busy: m.unclear_busy,
  limited: m.unclear_busy,
  paused: m.unclear_unreachable,
  unreachable: m.unclear_unreachable,
};

// Nothing has left, or all that did was turned away.
const unsentWords = {
  offline: m.unsent_offline,
  busy: m.unsent_busy,
  limited: m.unsent_busy,
  paused: m.unsent_busy,
  unreachable: m.unsent_busy,
};

const unsentTitles = {
  offline: m.trouble_offline,
  busy: m.waiting_busy,
  limited: m.waiting_limited,
  paused: m.trouble_paused,
  unreachable: m.trouble_unreachable,
};
