import { ApiError, type Message, officeApi } from '@onsale/api-client';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { asRead } from '../app/as-read.ts';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { fieldErrors } from '../app/form-errors.ts';
import { m } from '../app/texts.ts';
import {
  checkMessage,
  formOf,
  inputOf,
  keepMessage,
  keptMessage,
  type MessageForm,
} from './message-form.ts';
import { MESSAGES_KEY, messageQuery, noteMessage } from './message-queries.ts';

/** What is typed of a message, and what can be done with it. `message` is undefined of a new one. */
export function useMessageEditor(eventId: string, message: Message | undefined) {
  const key = `${eventId}/${message?.messageId ?? ''}`;
  const [kept] = useState(() => keptMessage(key));
  const revision = message?.revision ?? 0;
  const [basis, setBasis] = useState(kept?.revision ?? revision);
  const [saved, setSaved] = useState(() => formOf(message));
  const form = useForm<MessageForm>({
    mode: 'controlled',
    initialValues: kept?.form ?? saved,
    validate: checkMessage,
    clearInputErrorOnChange: true,
  });
  const { values } = form;
  const isChanged = JSON.stringify(values) !== JSON.stringify(saved);
  useEffect(() => {
    keepMessage(key, isChanged ? { form: values, revision: basis } : undefined);
  }, [key, isChanged, values, basis]);

  /** Goes on from a state of the message that the member now knows. */
  const adopt = (next: Message, isTheirs: boolean) => {
    setSaved(formOf(next));
    if (isTheirs) form.setValues(formOf(next));
    setBasis(next.revision);
  };
  // Whoever has typed nothing sees what the other has saved.
  if (message !== undefined && !isChanged && basis < message.revision) adopt(message, true);

  const actions = useActions({ eventId, message, basis, isChanged, adopt, key });
  const onRefused = (error: unknown) => {
    const errors = fieldErrors(error);
    if (errors === undefined) notifyFailure(error);
    else form.setErrors(errors);
  };
  return {
    form,
    isChanged,
    /** Whether somebody else has changed what is being changed here. */
    isChangedMeanwhile: message !== undefined && isChanged && basis < revision,
    takeTheirs: () => message && adopt(message, true),
    keepMine: () => setBasis(revision),
    /** Does something with the message as it is typed, when nothing is wrong with it. */
    run: (action: 'save' | 'test') => {
      if (!form.validate().hasErrors) actions[action].mutate(values, { onError: onRefused });
    },
    schedule: (sendAt: string | undefined) => {
      actions.schedule.mutate({ form: values, sendAt }, { onError: onRefused });
    },
    remove: () => actions.remove.mutate(undefined, { onError: notifyFailure }),
    isBusy: Object.values(actions).some(({ isPending }) => isPending),
  };
}

interface Editing {
  eventId: string;
  message: Message | undefined;
  /** The revision that the member has seen. */
  basis: number;
  isChanged: boolean;
  adopt: (message: Message, isTheirs: boolean) => void;
  key: string;
}

function useActions({ eventId, message, basis, isChanged, adopt, key }: Editing) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => queries.invalidateQueries({ queryKey: [...MESSAGES_KEY, eventId] });
  const refreshChanged = async (error: unknown) => {
    if (error instanceof ApiError && (error.status === 412 || error.status === 409))
      await refresh();
  };

  async function store(form: MessageForm): Promise<Message> {
    const body = inputOf(form);
    if (message === undefined) {
      return await officeApi.post('/v1/events/{eventId}/messages', { path: { eventId }, body });
    }
    if (!isChanged) return message;
    const saved = await officeApi.put('/v1/events/{eventId}/messages/{messageId}', {
      path: { eventId, messageId: message.messageId },
      headers: asRead({ revision: basis }),
      body,
    });
    adopt(saved, false);
    noteMessage(queries, saved);
    return saved;
  }

  async function open(stored: Message): Promise<void> {
    noteMessage(queries, stored);
    if (message !== undefined) return;
    keepMessage(key, undefined);
    const { messageId } = stored;
    await navigate({
      to: '/events/$eventId/messages/$messageId',
      params: { eventId, messageId },
      replace: true,
    });
  }

  return {
    save: useMutation({
      mutationFn: store,
      onSuccess: async (stored) => {
        notifyDone(m.messages_saved());
        await open(stored);
      },
      onError: refreshChanged,
    }),
    test: useMutation({
      mutationFn: async (form: MessageForm) => {
        const stored = await store(form);
        const { messageId } = stored;
        const { email } = await officeApi.post('/v1/events/{eventId}/messages/{messageId}/test', {
          path: { eventId, messageId },
          body: {},
        });
        return { stored, email };
      },
      onSuccess: async ({ stored, email }) => {
        notifyDone(m.messages_tested({ email }));
        await open(stored);
      },
      onError: refreshChanged,
    }),
    schedule: useMutation({
      mutationFn: async ({ form, sendAt }: { form: MessageForm; sendAt: string | undefined }) => {
        const stored = await store(form);
        return await officeApi.post('/v1/events/{eventId}/messages/{messageId}/schedule', {
          path: { eventId, messageId: stored.messageId },
          headers: asRead(stored),
          body: sendAt === undefined ? {} : { sendAt },
        });
      },
      onSuccess: async (scheduled) => {
        notifyDone(m.messages_scheduled());
        keepMessage(key, undefined);
        await open(scheduled);
      },
      onError: refreshChanged,
    }),
    remove: useMutation({
      mutationFn: async () => {
        if (message === undefined) return;
        await officeApi.delete('/v1/events/{eventId}/messages/{messageId}', {
          path: { eventId, messageId: message.messageId },
          headers: asRead(message),
        });
      },
      onSuccess: async () => {
        notifyDone(m.messages_deleted());
        await navigate({ to: '/events/$eventId/messages', params: { eventId } });
        keepMessage(key, undefined);
        if (message !== undefined) {
          queries.removeQueries({ queryKey: messageQuery(eventId, message.messageId).queryKey });
        }
        await refresh();
      },
      onError: refreshChanged,
    }),
  };
}
