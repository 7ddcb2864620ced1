import { useForm } from '@mantine/form';
import { useSessionStorage } from '@mantine/hooks';
import { ApiError } from '@onsale/api-client';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { notifyDone } from '../app/notify.tsx';
import { showErrors } from '../app/show-errors.ts';
import { m } from '../app/texts.ts';
import { isSame, mergeFields } from './merge-fields.ts';
import { fieldOfSettings } from './settings-form.ts';
import { termsQuery } from './settings-queries.ts';

interface Saved {
  revision: number;
}

/** How some settings are shown in a form, and saved. */
export interface SettingsKind<Document extends Saved, Form extends object> {
  queryKey: QueryKey;
  read: () => Promise<Document>;
  save: (form: Form, revision: number) => Promise<Document>;
  formOf: (document: Document) => Form;
  check: (form: Form, saved: Form) => Record<string, string>;
}

/**
 * A form for settings: what is typed outlives a reload, and what another member saves meanwhile is brought
 * together with it.
 */
export function useSettings<Document extends Saved, Form extends object>(
  saved: Document,
  kind: SettingsKind<Document, Form>,
) {
  const { queryKey, read, save, formOf, check } = kind;
  const client = useQueryClient();
  const [kept, keep, forget] = useSessionStorage<{ form: Form; base: Document } | undefined>({
    key: `settings:${queryKey.join(':')}`,
    getInitialValueInEffect: false,
  });
  const [base, setBase] = useState<Document>(kept?.base ?? saved);
  /** Fields that another has changed as well, and what they say there. */
  const [theirs, setTheirs] = useState<{ conflicts: string[]; takenOver: string[] }>();
  const form = useForm<Form>({
    mode: 'controlled',
    initialValues: kept?.form ?? formOf(saved),
    validate: (values) => check(values, formOf(base)),
    clearInputErrorOnChange: true,
    onValuesChange: (values) =>
      isSame(values, formOf(base)) ? forget() : keep({ form: values, base }),
  });
  const isChanged = !isSame(form.values, formOf(base));

  const start = (next: Document) => {
    setBase(next);
    setTheirs(undefined);
    form.setValues(formOf(next));
    form.clearErrors();
    forget();
  };
  const bringTogether = (now: Document) => {
    const merged = mergeFields(formOf(base), form.values, formOf(now));
    setBase(now);
    form.setValues(merged.form);
    setTheirs(merged);
  };
  const take = useEffectEvent((now: Document) => {
    if (now.revision === base.revision) return;
    if (isChanged) bringTogether(now);
    else start(now);
  });
  // oxlint-disable-next-line react/set-state-in-effect -- others save outside of this page
  useEffect(() => take(saved), [saved]);

  const send = useMutation({
    mutationFn: () => save(form.values, base.revision),
    onSuccess: (answer) => {
      const before = formOf(base);
      client.setQueryData(queryKey, answer);
      void client.invalidateQueries({ queryKey: termsQuery.queryKey });
      start(answer);
      notifyDone(m.settings_saved(), async () => {
        client.setQueryData(queryKey, await save(before, answer.revision));
      });
    },
    onError: async (error) => {
      if (error instanceof ApiError && error.status === 412) {
        const now = await read();
        client.setQueryData(queryKey, now);
        bringTogether(now);
      } else showErrors(form, error, fieldOfSettings);
    },
  });
  return {
    ...{ form, isChanged, theirs, isSaving: send.isPending },
    submit: () => {
      if (!form.validate().hasErrors) send.mutate();
    },
    discard: () => start(saved),
  };
}
