import { type ReactNode, useEffect, useState } from 'react';
import { m } from '../paraglide/messages.js';

/** How long the second tap is waited for. */
const ASKS_MS = 4_000;

/** What must not happen by a glove that slips: it takes two taps. */
export function SureButton({
  className,
  onSure,
  onBusy,
  children,
}: {
  className: string;
  onSure: () => void;
  /** The first tap. */
  onBusy?: () => void;
  children: ReactNode;
}) {
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    if (!asks) return undefined;
    const timer = setTimeout(() => setAsks(false), ASKS_MS);
    return () => clearTimeout(timer);
  }, [asks]);
  const tap = () => {
    setAsks(!asks);
    if (asks) onSure();
    else onBusy?.();
  };
  return (
    <button type="button" className={className} data-asks={asks} aria-live="polite" onClick={tap}>
      {asks ? m.answer_undo_sure() : children}
    </button>
  );
}
