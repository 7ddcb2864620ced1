import {
  Button,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { formatCount } from '@onsale/i18n';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { showErrors } from '../app/show-errors.ts';
import { m } from '../app/texts.ts';
import { CODES_KEY, makeCodes } from './codes-queries.ts';
import { EMPTY_RULE, problemsOf, type RuleForm, ruleOf } from './rule-form.ts';
import { RuleFields } from './RuleFields.tsx';
import type { CodesEvent } from './words-of-code.ts';
import { fieldOfPath, inOurWords } from './words-of-problem.ts';

interface MakeForm extends RuleForm {
  how: 'named' | 'random';
  code: string;
  count: number | '';
  prefix: string;
}

/** Makes one code that people remember, or many that nobody guesses. */
export function MakeCodesDialog({
  eventId,
  event,
  onClose,
}: {
  eventId: string;
  event: CodesEvent;
  onClose: () => void;
}) {
  const client = useQueryClient();
  // The same request twice makes no further codes.
  const [key] = useState(() => crypto.randomUUID());
  const form = useForm<MakeForm>({
    initialValues: { ...EMPTY_RULE, how: 'named', code: '', count: 10, prefix: '' },
    validate: (values) => ({
      ...problemsOf(values),
      ...(values.how === 'named' && !/^[A-Za-z0-9-]{3,32}$/.test(values.code.trim())
        ? { code: m.codes_code_wrong() }
        : {}),
      ...(values.how === 'random' && values.count === '' ? { count: m.codes_count_missing() } : {}),
    }),
  });
  const make = useMutation({
    mutationFn: async (values: MakeForm) => {
      const rule = ruleOf(values, event.timeZone ?? 'UTC');
      const { how, code, count, prefix } = values;
      const which =
        how === 'named'
          ? { codes: [code.trim()] }
          : { random: { count: Number(count), ...(prefix === '' ? {} : { prefix }) } };
      return await makeCodes(eventId, { rule, ...which }, key);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: CODES_KEY }),
    onError: (error) => showErrors(form, inOurWords(error), fieldOfPath),
  });
  return (
    <Modal
      opened
      size="lg"
      onClose={onClose}
      title={m.codes_make()}
      closeOnClickOutside={!form.isDirty()}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      {make.data === undefined ? (
        <form onSubmit={form.onSubmit((values) => make.mutate(values))} noValidate>
          <Stack>
            <RuleFields form={form} event={event} isNew />
            <SegmentedControl
              aria-label={m.codes_how()}
              data={[
                { value: 'named', label: m.codes_named() },
                { value: 'random', label: m.codes_random() },
              ]}
              {...form.getInputProps('how')}
            />
            {form.values.how === 'named' ? (
              <TextInput
                label={m.codes_code()}
                description={m.codes_code_hint()}
                autoComplete="off"
                autoCapitalize="characters"
                {...form.getInputProps('code')}
              />
            ) : (
              <Group grow align="start">
                <NumberInput
                  label={m.codes_count()}
                  min={1}
                  max={10_000}
                  allowDecimal={false}
                  {...form.getInputProps('count')}
                />
                <TextInput
                  label={m.codes_prefix()}
                  maxLength={16}
                  autoComplete="off"
                  {...form.getInputProps('prefix')}
                />
              </Group>
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {m.app_cancel()}
              </Button>
              <Button type="submit" loading={make.isPending}>
                {m.codes_make()}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <Text role="status">{m.codes_made({ count: formatCount(make.data.codes.length) })}</Text>
          <Textarea
            label={m.codes_made_list()}
            readOnly
            autosize
            maxRows={12}
            value={make.data.codes.join('\n')}
          />
          <Group justify="flex-end">
            <Button onClick={onClose}>{m.app_close()}</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
