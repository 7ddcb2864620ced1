import type { EventDetails } from '@onsale/api-client';
import { CheckboxField } from '@onsale/ui';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Link } from 'wouter';
import { sellerQuery } from '../app/queries.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { m } from '../paraglide/messages.js';
import { sellerLink, urlOf } from '../seller/seller-texts.ts';
import type { FieldsProps } from './BuyerFields.tsx';
import classes from './CheckoutForm.module.css';

/** The terms of the event or of the seller, with the version that the buyer accepts. */
export function TermsField({
  event,
  form,
  problems,
  isBusy,
  onChange,
}: FieldsProps & { event: Pick<EventDetails, 'terms' | 'termsVersion'> }) {
  const errorId = useId();
  const { terms = '', termsVersion: version } = event;
  if (version === undefined) return null;
  const isMissing = problems['terms'] !== undefined && form.terms !== version;
  // What was accepted before is another text by now.
  const hasChanged = form.terms !== undefined && form.terms !== version;
  return (
    <fieldset className={classes.group} disabled={isBusy}>
      <legend>{m.terms_title()}</legend>
      {hasChanged ? (
        <p className={classes.error} role="status">
          {m.terms_new()}
        </p>
      ) : null}
      <TermsText text={terms} version={version} />
      <CheckboxField
        name="terms"
        required
        label={m.terms_accept({ version })}
        checked={form.terms === version}
        aria-invalid={isMissing}
        aria-describedby={isMissing ? errorId : undefined}
        onChange={(change) =>
          onChange({ terms: change.currentTarget.checked ? version : undefined })
        }
      />
      {isMissing ? (
        <p id={errorId} className={classes.error}>
          {m.terms_missing()}
        </p>
      ) : null}
    </fieldset>
  );
}

/** Where it stands when money is paid back, if the seller says so. */
export function RefundsLink() {
  const { data: seller } = useQuery(sellerQuery);
  const href = seller && sellerLink(seller, 'refunds');
  if (href === undefined) return null;
  return (
    <p className={classes.refunds}>
      {href.startsWith('/') ? (
        <Link href={href} target="_blank">
          {m.seller_refunds()}
        </Link>
      ) : (
        <a href={href} target="_blank" rel="noreferrer">
          {m.seller_refunds()}
        </a>
      )}
    </p>
  );
}

function TermsText({ text, version }: { text: string; version: string }) {
  const url = urlOf(text);
  if (url !== undefined) {
    return (
      <a href={url} target="_blank" rel="noreferrer">
        {m.terms_read({ version })}
      </a>
    );
  }
  return (
    <details className={classes.terms}>
      <summary>{m.terms_read({ version })}</summary>
      <Markdown text={text} />
    </details>
  );
}
