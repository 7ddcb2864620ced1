import { Anchor, Button, Paper, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiError, type OfficeSettings } from '@onsale/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { NotAllowedPage } from '../app/NotAllowedPage.tsx';
import { Loaded } from '../app/Loaded.tsx';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { useMayForAll } from '../app/use-me.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { forgetForm, keepForm, keptForm } from './draft/kept-form.ts';
import { ProblemList } from './edit/ProblemList.tsx';
import { createEvent, noteEvent, shopSettingsQuery } from './event-queries.ts';
import { CurrencyField } from './fields/CurrencyField.tsx';
import { MomentField } from './fields/MomentField.tsx';
import { ZoneField } from './fields/ZoneField.tsx';
import { checkForm, fieldOf, type Problems } from './form/check-form.ts';
import { type EventForm, newEventForm, newTicket } from './form/event-form.ts';
import { eventOfForm } from './form/event-of-form.ts';
import { LONGEST, type MantineEventForm } from './form/form-of-mantine.ts';
import { idOf } from './form/ids.ts';
import { wordsOfProblems } from './form/words-of-problem.ts';
import { Columns } from './sections/Columns.tsx';
import { QuickTickets } from './sections/QuickTickets.tsx';

/** `/events/new`: a draft from a few fields; all else can be said later. */
export function NewEventPage() {
  const settings = useQuery(shopSettingsQuery);
  if (!useMayForAll()('events.write')) return <NotAllowedPage />;
  // Defaults are a help, and no reason to wait for ever.
  const query = settings.error === null ? settings : { data: {}, error: null };
  return (
    <Loaded<Pick<OfficeSettings, 'newEvents'>> query={query}>
      {({ newEvents }) => (
        <NewEvent
          defaults={newEventForm({
            timeZone: newEvents?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
            currency: newEvents?.currency ?? 'EUR',
            venue: newEvents?.venue ?? '',
            city: newEvents?.city ?? '',
            taxRate: newEvents?.taxRate ?? '',
            paymentMethods: ['online'],
            tickets: [newTicket({ name: m.events_ticket_default() })],
          })}
        />
      )}
    </Loaded>
  );
}

function NewEvent({ defaults }: { defaults: EventForm }) {
  const form = useForm<EventForm>({
    mode: 'controlled',
    initialValues: keptForm('')?.form ?? defaults,
    validate: (values) => wordsOfProblems(checkNewForm(values)),
    clearInputErrorOnChange: true,
  });
  const { values } = form;
  const isTyped = form.isDirty();
  useEffect(() => {
    if (isTyped) keepForm('', { form: values, from: undefined });
  }, [isTyped, values]);
  const create = useCreate(form);
  return (
    <>
      <PageTitle title={m.events_new_title()} about={m.events_new_lead()} />
      <form
        noValidate
        style={{ maxWidth: '40rem' }}
        onSubmit={form.onSubmit((checked) => create.mutate(checked))}
      >
        <Stack>
          <TextInput
            label={m.events_name()}
            withAsterisk
            maxLength={LONGEST.name}
            {...form.getInputProps('name')}
          />
          <AddressField form={form} />
          <Columns>
            <TextInput
              label={m.events_venue()}
              withAsterisk
              maxLength={LONGEST.name}
              {...form.getInputProps('venue')}
            />
            <TextInput
              label={m.events_city()}
              maxLength={LONGEST.name}
              {...form.getInputProps('city')}
            />
            <MomentField
              label={m.events_starts()}
              withAsterisk
              timeZone={values.timeZone}
              {...form.getInputProps('startsAt')}
            />
            <ZoneField {...form.getInputProps('timeZone')} />
          </Columns>
          <Paper withBorder p="md" component="section" aria-label={m.events_tickets()}>
            <Stack gap="sm">
              <CurrencyField {...form.getInputProps('currency')} maw="18rem" />
              <QuickTickets form={form} />
            </Stack>
          </Paper>
          <Radio.Group
            label={m.events_methods()}
            value={values.paymentMethods[0] ?? 'any'}
            onChange={(method) =>
              form.setFieldValue('paymentMethods', method === 'any' ? [] : [method])
            }
          >
            <Stack gap="xs" mt="xs">
              <Radio
                value="online"
                label={m.events_method_online()}
                description={m.events_method_online_hint()}
              />
              <Radio
                value="manual"
                label={m.events_method_manual()}
                description={m.events_method_manual_hint()}
              />
              <Radio
                value="any"
                label={m.events_method_any()}
                description={m.events_method_any_hint()}
              />
            </Stack>
          </Radio.Group>
          <ProblemList form={form} />
          <Button type="submit" size="md" loading={create.isPending}>
            {m.events_new_create()}
          </Button>
        </Stack>
      </form>
    </>
  );
}

/** The id, which follows from the name until somebody writes another. */
function AddressField({ form }: { form: MantineEventForm }) {
  const [isOpen, setOpen] = useState(form.values.id !== '');
  const id = form.values.id || idOf(form.values.name);
  if (isOpen || form.errors['id'] !== undefined) {
    return (
      <TextInput
        label={m.events_address()}
        description={m.events_address_hint()}
        placeholder={idOf(form.values.name)}
        leftSection={<Text size="sm">/events/</Text>}
        leftSectionWidth={72}
        maxLength={LONGEST.id}
        {...form.getInputProps('id')}
      />
    );
  }
  return id === '' ? null : (
    <Text size="sm" c="dimmed" mt={-8}>
      {m.events_address()}: /events/{id}{' '}
      <Anchor component="button" type="button" size="sm" onClick={() => setOpen(true)}>
        {m.events_address_other()}
      </Anchor>
    </Text>
  );
}

// Where the name is missing, so is the address that follows from it; one of them is enough to say.
function checkNewForm(values: EventForm): Problems {
  const { id, ...problems } = checkForm(withId(values));
  return id === undefined || problems['name'] !== undefined ? problems : { ...problems, id };
}

// What has no letters of ours still needs an address.
function withId(form: EventForm): EventForm {
  return { ...form, id: form.id.trim() || idOf(form.name) };
}

function useCreate(form: MantineEventForm) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (values: EventForm) => createEvent(eventOfForm(withId(values))),
    onSuccess: async (event) => {
      forgetForm('');
      noteEvent(client, event);
      notifyDone(m.events_new_created());
      await navigate({ to: '/events/$eventId', params: { eventId: event.eventId } });
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) notifyFailure(error);
      else if (error.code === 'EVENT_EXISTS') form.setErrors({ id: m.events_id_exists() });
      else if (error.details.length === 0) notifyFailure(error);
      else {
        form.setErrors(
          Object.fromEntries(error.details.map((each) => [fieldOf(each.path), each.message])),
        );
      }
    },
  });
}
