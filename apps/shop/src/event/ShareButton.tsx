import { Button } from '@onsale/ui';
import { useEffect, useState } from 'react';
import { m } from '../paraglide/messages.js';
import classes from './EventAbout.module.css';

const COPIED_MS = 3000;

/** Hands the page on: through what the system offers, else by its address. */
export function ShareButton({ title }: { title: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  // What is chosen is nobody else's business.
  const url = window.location.origin + window.location.pathname;
  const canShare = 'share' in navigator;
  // Only pages that came by https, or from this machine, may do either.
  if (!canShare && !('clipboard' in navigator)) return null;
  const share = async () => {
    try {
      if (canShare) await navigator.share({ title, url });
      else {
        await navigator.clipboard.writeText(url);
        setCopied(true);
      }
    } catch {
      // The visitor has thought better of it, or has forbidden it: the address stands above the page.
      setCopied(false);
    }
  };
  return (
    <>
      <Button look="plain" onClick={() => void share()}>
        {canShare ? m.event_share() : m.event_copy_link()}
      </Button>
      {/* Beside the button, which keeps its name. */}
      <span role="status" className={classes.copied}>
        {copied ? m.event_link_copied() : ''}
      </span>
    </>
  );
}
