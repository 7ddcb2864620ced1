import { durationOf, requestsOf } from '@onsale/contracts/load-plan';
import { type FieldErrors, hasErrorBelow } from '../data/field-errors.ts';
import { formPlan } from '../data/form-plan.ts';
import { type LoadForm, THRESHOLD_NAMES } from '../data/load-form.ts';
import { showClock, showCount } from '../data/quantities.ts';
import { labText } from '../strings.ts';
import { ChoiceRow } from '../ChoiceRow.tsx';
import { MixEditor } from './MixEditor.tsx';
import { NumberBox } from './NumberBox.tsx';
import { ProfilePicker } from './ProfilePicker.tsx';
import { Section } from './Section.tsx';
import { StagesEditor } from './StagesEditor.tsx';
import { TextBox } from './TextBox.tsx';
import styles from './LoadFields.module.css';

const text = labText.controls;
const SHARES = ['duplicates', 'badRequests', 'readers'] as const;
const LIMITS = [
  { name: 'connections', label: text.connections, unit: '' },
  { name: 'timeoutMs', label: text.timeout, unit: text.ms },
  { name: 'followMaxPerS', label: text.follow, unit: text.perSecond },
  { name: 'settleTimeoutS', label: text.settle, unit: text.seconds },
] as const;

/** Everything of a load but its rate. */
export function LoadFields(props: {
  form: LoadForm;
  onChange: (part: Partial<LoadForm>) => void;
  errors: FieldErrors;
}) {
  const { form, onChange, errors } = props;
  const plan = formPlan(form);
  return (
    <>
      <ProfilePicker
        form={form}
        error={errors['profile']}
        onChoose={(profile) => onChange({ profile })}
      />
      {form.profile === 'stages' ? (
        <StagesEditor
          stages={form.stages}
          errors={errors}
          onChange={(stages) => onChange({ stages })}
        />
      ) : (
        <NumberBox
          label={text.duration}
          unit={text.seconds}
          value={form.durationS}
          onChange={(durationS) => onChange({ durationS })}
          error={errors['durationS']}
        />
      )}
      <p className={styles.plan}>
        {text.plan(showCount(requestsOf(plan)), showClock(durationOf(plan)))}
      </p>
      <div>
        <Section
          title={text.shares}
          summary={trafficSummary(form)}
          forceOpen={hasErrorBelow(errors, 'shares', 'event', 'mix', 'arrivals')}
        >
          {SHARES.map((share) => (
            <NumberBox
              key={share}
              label={text.share[share]}
              unit={text.percent}
              value={form.shares[share]}
              onChange={(value) => onChange({ shares: { ...form.shares, [share]: value } })}
              error={percentError(errors[`shares.${share}`])}
            />
          ))}
          {errors['shares'] !== undefined && <p className={styles.error}>{text.percentSum}</p>}
          <div className={styles.pair}>
            <span aria-hidden="true">{text.arrivals}</span>
            <ChoiceRow
              label={text.arrivals}
              choices={(['constant', 'poisson'] as const).map((value) => ({
                value,
                label: text.arrivalKinds[value],
              }))}
              value={form.arrivals}
              onChoose={(arrivals) => onChange({ arrivals })}
            />
          </div>
          <TextBox
            label={text.event}
            value={form.event}
            onChange={(event) => onChange({ event })}
            error={errors['event']}
          />
          <MixEditor mix={form.mix} errors={errors} onChange={(mix) => onChange({ mix })} />
        </Section>
        <Section title={text.thresholds} forceOpen={hasErrorBelow(errors, 'thresholds')}>
          {THRESHOLD_NAMES.map((name) => (
            <NumberBox
              key={name}
              label={text.threshold[name]}
              unit={name.endsWith('Ms') ? text.ms : name.endsWith('Share') ? text.percent : ''}
              value={form.thresholds[name]}
              onChange={(value) => onChange({ thresholds: { ...form.thresholds, [name]: value } })}
              error={
                name.endsWith('Share')
                  ? percentError(errors[`thresholds.${name}`])
                  : errors[`thresholds.${name}`]
              }
            />
          ))}
          <p className={styles.plan}>{text.thresholdEmpty}</p>
        </Section>
        <Section
          title={text.more}
          forceOpen={hasErrorBelow(errors, ...LIMITS.map(({ name }) => name), 'paymentMethod')}
        >
          {LIMITS.map(({ name, label, unit }) => (
            <NumberBox
              key={name}
              label={label}
              unit={unit}
              value={form[name]}
              onChange={(value) => onChange({ [name]: value })}
              error={errors[name]}
            />
          ))}
          <TextBox
            label={text.payment}
            value={form.paymentMethod}
            onChange={(paymentMethod) => onChange({ paymentMethod })}
            error={errors['paymentMethod']}
          />
        </Section>
      </div>
    </>
  );
}

// The generator speaks of shares of one, the form of percent.
function percentError(error: string | undefined): string | undefined {
  return error === undefined ? undefined : text.percentRange;
}

function trafficSummary({ shares }: LoadForm): string {
  return SHARES.filter((share) => Number(shares[share]) > 0)
    .map((share) => `${text.share[share].toLowerCase()} ${shares[share]} %`)
    .join(', ');
}
