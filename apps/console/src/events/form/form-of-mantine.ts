import type { UseFormReturnType } from '@mantine/form';
import type { EventForm } from './event-form.ts';

/** The form of an event on a page, as its sections share it. */
export type MantineEventForm = UseFormReturnType<EventForm>;

/** The longest that the office takes. */
export const LONGEST = {
  name: 1000,
  description: 4000,
  holderText: 1000,
  terms: 20_000,
  version: 64,
  id: 64,
} as const;
