import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import fields from '../controls/Fields.module.css';
import { NumberField } from '../controls/NumberField.tsx';
import { type CrowdForm as Form, crowdStartOf, KINDS } from '../data/crowd-form.ts';
import { labText } from '../strings.ts';
import styles from './Crowd.module.css';
import type { Crowd } from './use-crowd.ts';

const text = labText.crowd;

/** How many come, how they behave, and the button. What runs stays in the fields. */
export function CrowdForm({ crowd, config }: { crowd: Crowd; config: Form }) {
  const [form, setForm] = useState(config);
  const change = (part: Partial<Form>) => setForm((old) => ({ ...old, ...part }));
  const { errors, isThere, isStarting, isStopping } = crowd;
  return (
    <form
      className={styles.form}
      aria-label={text.title}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        crowd.start(crowdStartOf(form));
      }}
    >
      <TextInput
        className={fields.inline ?? ''}
        label={text.event}
        value={form.event}
        error={errors['event']}
        onChange={({ currentTarget }) => change({ event: currentTarget.value })}
      />
      <NumberField
        label={text.people}
        value={form.people}
        error={errors['people']}
        min={1}
        onChange={(people) => change({ people })}
      />
      <NumberField
        label={text.withinS}
        unit={text.seconds}
        value={form.withinS}
        error={errors['withinS']}
        min={0}
        onChange={(withinS) => change({ withinS })}
      />
      <NumberField
        label={text.seed}
        description={text.seedMeans}
        value={form.seed}
        error={errors['seed']}
        min={0}
        onChange={(seed) => change({ seed })}
      />
      <fieldset className={styles.shares}>
        <legend>{text.shares}</legend>
        {KINDS.map((kind) => (
          <NumberField
            key={kind}
            label={text.kinds[kind]}
            unit={text.percent}
            value={form.shares[kind]}
            min={0}
            max={100}
            onChange={(value) => change({ shares: { ...form.shares, [kind]: value } })}
          />
        ))}
        <p>{text.restIsPatient}</p>
      </fieldset>
      {isThere ? (
        <Button type="button" variant="outline" disabled={isStopping} onClick={crowd.stop}>
          {isStopping ? text.stopping : text.stop}
        </Button>
      ) : (
        <Button type="submit" disabled={isStarting}>
          {isStarting ? text.starting : text.start}
        </Button>
      )}
      <output className={styles.message}>{crowd.message}</output>
    </form>
  );
}
