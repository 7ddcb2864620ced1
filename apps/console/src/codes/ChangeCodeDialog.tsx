import { Button, Group, Modal, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { OfficeCode } from '@onsale/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyDone } from '../app/notify.tsx';
import { showErrors } from '../app/show-errors.ts';
import { m } from '../app/texts.ts';
import { CODES_KEY, replaceCode } from './codes-queries.ts';
import { formOf, problemsOf, type RuleForm, ruleOf } from './rule-form.ts';
import { RuleFields } from './RuleFields.tsx';
import type { CodesEvent } from './words-of-code.ts';
import { fieldOfPath, inOurWords } from './words-of-problem.ts';

/** Changes what a code does, for orders to come. */
export function ChangeCodeDialog({
  eventId,
  event,
  code,
  onClose,
}: {
  eventId: string;
  event: CodesEvent;
  code: OfficeCode;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const timeZone = event.timeZone ?? 'UTC';
  const form = useForm<RuleForm>({
    initialValues: formOf(code.rule, timeZone),
    validate: problemsOf,
  });
  const change = useMutation({
    mutationFn: (values: RuleForm) =>
      replaceCode(eventId, { code: code.code, rule: ruleOf(values, timeZone, code.rule) }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: CODES_KEY });
      notifyDone(m.codes_changed({ code: code.code }));
      onClose();
    },
    onError: (error) => showErrors(form, inOurWords(error), fieldOfPath),
  });
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={m.codes_change({ code: code.code })}
      closeOnClickOutside={!form.isDirty()}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      <form onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
        <Stack>
          <RuleFields form={form} event={event} isNew={false} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {m.app_cancel()}
            </Button>
            <Button type="submit" loading={change.isPending}>
              {m.app_save()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
