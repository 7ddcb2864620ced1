import { Accordion, Input, SegmentedControl, TextInput } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { type FieldErrors, hasErrorBelow } from '../data/field-errors.ts';
import { type LoadForm, SHARE_THRESHOLDS, THRESHOLD_NAMES } from '../data/load-form.ts';
import { labText } from '../strings.ts';
import styles from './Fields.module.css';
import { MixEditor } from './MixEditor.tsx';
import { NumberField } from './NumberField.tsx';
import type { LoadControl } from './use-load-control.ts';

const text = labText.controls;
const SHARES = ['duplicates', 'badRequests', 'readers'] as const;
const LIMITS = [
  { name: 'connections', label: text.connections, unit: '' },
  { name: 'timeoutMs', label: text.timeout, unit: text.ms },
  { name: 'followMaxPerS', label: text.follow, unit: text.perSecond },
  { name: 'settleTimeoutS', label: text.settle, unit: text.seconds },
] as const;
/** Where an error opens a section. */
const PATHS: Record<string, readonly string[]> = {
  traffic: ['shares', 'mix', 'arrivals'],
  thresholds: ['thresholds'],
  more: [...LIMITS.map(({ name }) => name), 'paymentMethod'],
};

/** What a load has besides its rate and its course, folded away until it is wanted or wrong. */
export function MoreFields({ control, form }: { control: LoadControl; form: LoadForm }) {
  const [opened, setOpened] = useState<string[]>([]);
  const { errors } = control;
  const wrong = Object.keys(PATHS).filter((name) => hasErrorBelow(errors, ...(PATHS[name] ?? [])));
  return (
    <Accordion
      multiple
      className={styles.accordion ?? ''}
      value={[...new Set([...opened, ...wrong])]}
      onChange={setOpened}
    >
      <Section name="traffic" title={text.shares} brief={trafficSummary(form)}>
        <TrafficFields control={control} form={form} />
      </Section>
      <Section name="thresholds" title={text.thresholds}>
        {THRESHOLD_NAMES.map((name) => (
          <NumberField
            key={name}
            label={text.threshold[name]}
            unit={name.endsWith('Ms') ? text.ms : SHARE_THRESHOLDS.has(name) ? text.percent : ''}
            value={form.thresholds[name]}
            onChange={(value) =>
              control.change({ thresholds: { ...form.thresholds, [name]: value } })
            }
            error={shareError(errors, `thresholds.${name}`, SHARE_THRESHOLDS.has(name))}
          />
        ))}
        <p className={styles.note}>{text.thresholdEmpty}</p>
      </Section>
      <Section name="more" title={text.more}>
        {LIMITS.map(({ name, label, unit }) => (
          <NumberField
            key={name}
            label={label}
            unit={unit}
            value={form[name]}
            onChange={(value) => control.change({ [name]: value })}
            error={errors[name]}
            data-edited={control.isEdited(name) || undefined}
          />
        ))}
        <TextInput
          className={styles.inline}
          label={text.payment}
          value={form.paymentMethod}
          onChange={(event) => control.change({ paymentMethod: event.currentTarget.value })}
          error={errors['paymentMethod']}
          data-edited={control.isEdited('paymentMethod') || undefined}
        />
      </Section>
    </Accordion>
  );
}

function Section(props: { name: string; title: string; brief?: string; children: ReactNode }) {
  return (
    <Accordion.Item value={props.name}>
      <Accordion.Control>
        {props.title}
        {props.brief !== undefined && <span className={styles.brief}>{props.brief}</span>}
      </Accordion.Control>
      <Accordion.Panel>{props.children}</Accordion.Panel>
    </Accordion.Item>
  );
}

function TrafficFields({ control, form }: { control: LoadControl; form: LoadForm }) {
  const { errors, change } = control;
  const arrivalsId = useId();
  return (
    <>
      {SHARES.map((share) => (
        <NumberField
          key={share}
          label={text.share[share]}
          unit={text.percent}
          value={form.shares[share]}
          onChange={(value) => change({ shares: { ...form.shares, [share]: value } })}
          error={shareError(errors, `shares.${share}`, true)}
        />
      ))}
      {errors['shares'] !== undefined && (
        <p className={`${styles.note} ${styles.error}`}>{text.percentSum}</p>
      )}
      <Input.Wrapper label={text.arrivals} labelElement="div" labelProps={{ id: arrivalsId }}>
        <SegmentedControl
          fullWidth
          aria-labelledby={arrivalsId}
          value={form.arrivals}
          onChange={(arrivals) => change({ arrivals })}
          data={(['constant', 'poisson'] as const).map((value) => ({
            value,
            label: text.arrivalKinds[value],
          }))}
        />
      </Input.Wrapper>
      <MixEditor
        mix={form.mix}
        event={form.event}
        errors={errors}
        onChange={(mix) => change({ mix })}
      />
    </>
  );
}

// The generator speaks of shares of one, the form of percent.
function shareError(errors: FieldErrors, path: string, isShare: boolean): string | undefined {
  const error = errors[path];
  return error !== undefined && isShare ? text.percentRange : error;
}

function trafficSummary({ shares }: LoadForm): string {
  return SHARES.filter((share) => Number(shares[share]) > 0)
    .map((share) => `${text.share[share].toLowerCase()} ${shares[share]} %`)
    .join(', ');
}
