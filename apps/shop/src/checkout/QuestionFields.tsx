import { SelectField, TextField } from '@onsale/ui';
import { m } from '../paraglide/messages.js';
import { ANSWER_LENGTH, answerField } from './buyer-form.ts';
import type { FieldsProps } from './BuyerFields.tsx';
import classes from './CheckoutForm.module.css';
import type { Slot } from './questions.ts';
import { problemWords } from './words-of-problem.ts';

/** What the event asks: first once for the order, then for each ticket. */
export function QuestionFields({
  slots,
  isBusy,
  ...rest
}: FieldsProps & { slots: readonly Slot[] }) {
  return groupsOf(slots).map(({ id, legend, slots: group }) => (
    <fieldset key={id} className={classes.group} disabled={isBusy}>
      <legend>{legend}</legend>
      {group.map((slot) => (
        <Question key={slot.id} slot={slot} {...rest} />
      ))}
    </fieldset>
  ));
}

function Question({
  slot: { id, question },
  form,
  problems,
  onChange,
}: Omit<FieldsProps, 'isBusy'> & { slot: Slot }) {
  const { text, choices, required } = question;
  const field = {
    label: required ? text : m.question_optional({ question: text }),
    name: answerField(id),
    required,
    value: form.answers[id] ?? '',
    error: problemWords('answer', problems[answerField(id)]),
  };
  const set = (value: string) => onChange({ answers: { ...form.answers, [id]: value } });
  if (choices === undefined) {
    return (
      <TextField
        {...field}
        autoComplete="off"
        enterKeyHint="next"
        maxLength={ANSWER_LENGTH}
        onInput={(input) => set(input.currentTarget.value)}
      />
    );
  }
  const options = ['', ...choices].map((choice) => ({
    value: choice,
    label: choice === '' ? m.question_choose() : choice,
  }));
  return (
    <SelectField
      {...field}
      options={options}
      onChange={(change) => set(change.currentTarget.value)}
    />
  );
}

// One group for the order, and one for each ticket.
function groupsOf(slots: readonly Slot[]) {
  const groups = new Map<string, { id: string; legend: string; slots: Slot[] }>();
  for (const slot of slots) {
    const { ticket } = slot;
    const id = ticket === undefined ? '' : `${ticket.id} ${ticket.number}`;
    const legend = ticket === undefined ? m.questions_order() : m.questions_ticket(ticket);
    const group = groups.get(id) ?? { id, legend, slots: [] };
    group.slots.push(slot);
    groups.set(id, group);
  }
  return [...groups.values()];
}
