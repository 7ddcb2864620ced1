import { Box, Button } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';

/** A chart, for the eye alone, and the numbers it was drawn from for whoever wants to read them. */
export function ChartPanel({
  title,
  chart,
  children,
}: {
  title: string;
  chart: ReactNode;
  /** The numbers. */
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <Panel
      title={title}
      action={
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? m.reports_numbers_hide() : m.reports_numbers()}
        </Button>
      }
    >
      <div aria-hidden>{chart}</div>
      <Box id={id} mt={isOpen ? 'md' : 0}>
        {isOpen ? children : null}
      </Box>
    </Panel>
  );
}
