import { Button, Text } from '@mantine/core';
import type { LiveSale } from '@onsale/api-client';
import { useState } from 'react';
import { m } from '../../app/texts.ts';
import { Panel } from '../../ui/Panel.tsx';
import { CancelDialog } from './CancelDialog.tsx';

/** Where an event can be cancelled: below everything else, since it is for good. */
export function CancelPanel({ sale }: { sale: LiveSale }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel title={m.sale_cancel_title()}>
      <Text mb="sm">{m.sale_cancel_text()}</Text>
      <Button
        style={{ alignSelf: 'start' }}
        color="bad"
        variant="outline"
        onClick={() => setOpen(true)}
      >
        {m.sale_cancel_do()}
      </Button>
      {isOpen ? <CancelDialog sale={sale} onClose={() => setOpen(false)} /> : null}
    </Panel>
  );
}
