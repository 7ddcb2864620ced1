import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { m } from '../app/texts.ts';
import { noticePreviewQuery } from './notice-queries.ts';
import { NoticedChanges } from './NoticedChanges.tsx';
import { TellBuyersDialog } from './TellBuyersDialog.tsx';
import { keptUntold } from './untold-change.ts';

/** Offers once more to tell buyers what was changed, to whoever wanted to do it later. */
export function UntoldChange({
  eventId,
  timeZone,
}: {
  eventId: string;
  timeZone: string | undefined;
}) {
  const [since, setSince] = useState(() => keptUntold(eventId));
  return since === undefined ? null : (
    <Offer
      {...{ eventId, timeZone }}
      sinceRevision={since}
      onDone={() => setSince(keptUntold(eventId))}
    />
  );
}

function Offer({
  eventId,
  sinceRevision,
  timeZone,
  onDone,
}: {
  eventId: string;
  sinceRevision: number;
  timeZone: string | undefined;
  onDone: () => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  // An error when the change was taken back: then there is nothing to tell.
  const { data } = useQuery(noticePreviewQuery(eventId, sinceRevision));
  if (data === undefined || data.orders === 0) return null;
  return (
    <Alert mb="md" variant="light" title={m.messages_untold_title()}>
      <NoticedChanges changes={data.changes} timeZone={timeZone} />
      <Button size="compact-sm" mt="sm" onClick={() => setIsOpen(true)}>
        {m.messages_untold_do()}
      </Button>
      {isOpen ? (
        <TellBuyersDialog
          {...{ eventId, sinceRevision, timeZone }}
          onClose={() => {
            setIsOpen(false);
            onDone();
          }}
        />
      ) : null}
    </Alert>
  );
}
