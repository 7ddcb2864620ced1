import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { FieldErrors } from '../data/field-errors.ts';
import { ticketsQuery } from '../data/lab-api.ts';
import type { MixFields } from '../data/load-form.ts';
import { labText } from '../strings.ts';
import { LineList } from './LineList.tsx';
import { NumberBox } from './NumberBox.tsx';
import { TextBox } from './TextBox.tsx';

const text = labText.controls;
const { ticket, qty, weight } = text.mixColumns;

/** What the orders are for; without a line, every ticket of the event. */
export function MixEditor(props: {
  mix: readonly MixFields[];
  onChange: (mix: MixFields[]) => void;
  errors: FieldErrors;
}) {
  const { mix, onChange, errors } = props;
  const ticketsId = useId();
  const tickets = useQuery(ticketsQuery);
  return (
    <>
      <LineList
        kind="mix"
        title={text.mix}
        columns={[ticket, qty, weight]}
        lines={mix}
        none={text.mixAll}
        onChange={onChange}
        newLine={() => ({ ticketId: tickets.data?.[mix.length]?.id ?? '', qty: 1, weight: 1 })}
        addText={text.addMix}
        removeText={text.removeMix}
        error={errors['mix']}
        renderFields={(entry, i, change) => (
          <>
            <TextBox
              bare
              list={ticketsId}
              label={text.mixTicket(i + 1)}
              value={entry.ticketId}
              onChange={(ticketId) => change({ ticketId })}
              error={errors[`mix[${i}].ticketId`]}
            />
            <NumberBox
              bare
              label={text.mixQty(i + 1)}
              value={entry.qty}
              onChange={(value) => change({ qty: value })}
              error={errors[`mix[${i}].qty`]}
            />
            <NumberBox
              bare
              label={text.mixWeight(i + 1)}
              value={entry.weight}
              onChange={(value) => change({ weight: value })}
              error={errors[`mix[${i}].weight`]}
            />
          </>
        )}
      />
      <datalist id={ticketsId}>
        {tickets.data?.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
