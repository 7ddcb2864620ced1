import { Accordion } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { m } from '../../app/texts.ts';
import type { MantineEventForm } from '../form/form-of-mantine.ts';
import { BasicsSection } from '../sections/BasicsSection.tsx';
import { LimitsSection } from '../sections/LimitsSection.tsx';
import { PaymentSection } from '../sections/PaymentSection.tsx';
import { PoolsSection } from '../sections/PoolsSection.tsx';
import { QuestionsSection } from '../sections/QuestionsSection.tsx';
import { TermsSection } from '../sections/TermsSection.tsx';
import { TicketsSection } from '../sections/TicketsSection.tsx';
import { TimesSection } from '../sections/TimesSection.tsx';
import { WaitingRoomSection } from '../sections/WaitingRoomSection.tsx';

interface Section {
  id: string;
  title: () => string;
  /** Whose problems are shown in it. */
  fields: RegExp;
  draw: (form: MantineEventForm) => ReactNode;
}

const SECTIONS: readonly Section[] = [
  {
    id: 'basics',
    title: () => m.events_section_basics(),
    fields: /^(name|venue|city|category|description|picture|minimumAge|ageNote)$/,
    draw: (form) => <BasicsSection form={form} />,
  },
  {
    id: 'times',
    title: () => m.events_section_times(),
    fields: /^(timeZone|startsAt|doorsAt|endsAt|namesUntil|salesFrom|salesTo)$/,
    draw: (form) => <TimesSection form={form} />,
  },
  {
    id: 'tickets',
    title: () => m.events_section_tickets(),
    fields: /^tickets\b/,
    draw: (form) => <TicketsSection form={form} />,
  },
  {
    id: 'payment',
    title: () => m.events_section_payment(),
    fields: /^(currency|paymentMethods\b.*|holdMinutes|manualHoldDays|taxRate|fee)$/,
    draw: (form) => <PaymentSection form={form} />,
  },
  {
    id: 'pools',
    title: () => m.events_section_pools(),
    fields: /^pools\b/,
    draw: (form) => <PoolsSection form={form} />,
  },
  {
    id: 'limits',
    title: () => m.events_section_limits(),
    fields: /^(minPerOrder|max[A-Z]\w+)$/,
    draw: (form) => <LimitsSection form={form} />,
  },
  {
    id: 'waiting-room',
    title: () => m.events_section_waiting_room(),
    fields: /^waitingRoom\b/,
    draw: (form) => <WaitingRoomSection form={form} />,
  },
  {
    id: 'questions',
    title: () => m.events_section_questions(),
    fields: /^questions\b/,
    draw: (form) => <QuestionsSection form={form} />,
  },
  {
    id: 'terms',
    title: () => m.events_section_terms(),
    fields: /^terms/,
    draw: (form) => <TermsSection form={form} />,
  },
];

/** All that can be said of an event; sections with problems open by themselves. */
export function EditorSections({ form }: { form: MantineEventForm }) {
  const [open, setOpen] = useState(['basics', 'times', 'tickets']);
  const paths = Object.keys(form.errors);
  const wrong = SECTIONS.filter(({ fields }) => paths.some((path) => fields.test(path)));
  return (
    <Accordion
      multiple
      variant="separated"
      order={2}
      value={[...new Set([...open, ...wrong.map(({ id }) => id)])]}
      onChange={setOpen}
    >
      {SECTIONS.map(({ id, title, draw }) => (
        <Accordion.Item key={id} value={id}>
          <Accordion.Control>{title()}</Accordion.Control>
          <Accordion.Panel>{draw(form)}</Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}
