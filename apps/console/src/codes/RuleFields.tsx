import { MultiSelect, NumberInput, Radio, SegmentedControl, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { m } from '../app/texts.ts';
import { MomentField } from '../events/fields/MomentField.tsx';
import { PURPOSES, type Purpose, type RuleForm } from './rule-form.ts';
import { type CodesEvent, wordsOfPurpose } from './words-of-code.ts';

/** What a code does: first what it is for, then only what belongs to that. */
export function RuleFields<Form extends RuleForm>({
  form,
  event,
  isNew,
}: {
  form: UseFormReturnType<Form>;
  event: CodesEvent;
  /** What a use is stays as it is. */
  isNew: boolean;
}) {
  const { purpose, discountBy, discount } = form.values;
  const tickets = event.tickets.map(({ id, name, hidden }) => ({
    value: id,
    label: hidden === true ? m.codes_hidden_ticket({ name }) : name,
  }));
  const timeZone = event.timeZone ?? 'UTC';
  return (
    <Stack>
      <Radio.Group label={m.codes_purpose()} {...form.getInputProps('purpose')}>
        <Stack gap="xs" mt="xs">
          {PURPOSES.map((each: Purpose) => {
            const { title, text } = wordsOfPurpose(each);
            return <Radio key={each} value={each} label={title} description={text} />;
          })}
        </Stack>
      </Radio.Group>
      {purpose === 'presale' || purpose === 'hidden' ? (
        <MultiSelect label={m.codes_access()} data={tickets} {...form.getInputProps('access')} />
      ) : null}
      <SegmentedControl
        aria-label={m.codes_discount_by()}
        data={[
          { value: 'percent', label: m.codes_percent() },
          { value: 'amount', label: m.codes_amount({ currency: event.currency }) },
        ]}
        {...form.getInputProps('discountBy')}
      />
      <NumberInput
        label={m.codes_less()}
        description={purpose === 'discount' ? undefined : m.codes_less_optional()}
        min={0}
        {...(discountBy === 'percent' ? { max: 100 } : {})}
        decimalScale={3}
        {...form.getInputProps('discount')}
      />
      {discount === '' ? null : (
        <MultiSelect
          label={m.codes_discounted()}
          description={m.codes_discounted_hint()}
          data={tickets}
          clearable
          {...form.getInputProps('discounted')}
        />
      )}
      <NumberInput
        label={m.codes_most()}
        description={m.codes_most_hint()}
        min={1}
        allowDecimal={false}
        {...form.getInputProps('maxPerOrder')}
      />
      <NumberInput
        label={m.codes_uses()}
        description={m.codes_uses_hint()}
        min={1}
        allowDecimal={false}
        {...form.getInputProps('uses')}
      />
      <Radio.Group label={m.codes_unit()} {...form.getInputProps('unit')}>
        <Stack gap="xs" mt="xs">
          <Radio value="order" label={m.codes_unit_order()} disabled={!isNew} />
          <Radio value="ticket" label={m.codes_unit_ticket()} disabled={!isNew} />
        </Stack>
      </Radio.Group>
      <MomentField
        timeZone={timeZone}
        label={m.codes_from()}
        {...form.getInputProps('validFrom')}
      />
      <MomentField timeZone={timeZone} label={m.codes_to()} {...form.getInputProps('validTo')} />
      <TextInput
        label={m.codes_label()}
        description={m.codes_label_hint()}
        maxLength={80}
        autoComplete="off"
        {...form.getInputProps('label')}
      />
    </Stack>
  );
}
