import { formatCount } from '@onsale/i18n';
import { Button, SelectField } from '@onsale/ui';
import { giveSignal } from '../answer/signal.ts';
import { writeAge } from '../answer/times.ts';
import { entranceName } from '../answer/words-of-answer.ts';
import { m } from '../paraglide/messages.js';
import type { CheckinSession, SessionState } from '../scans/checkin-session.ts';
import { percentOf } from './Banners.tsx';
import type { DeviceParts } from './device-parts.ts';
import classes from './DeviceSheet.module.css';
import { LanguageChoice } from './LanguageChoice.tsx';
import { choose, usePreferences } from './preferences.ts';
import { SchemeChoice } from './SchemeChoice.tsx';
import { SheetScreen } from './SheetScreen.tsx';
import { SignOut } from './SignOut.tsx';
import { SwitchField } from './SwitchField.tsx';

/** Where this device is, how it is, and what can be set on it. */
export function DeviceSheet({
  session,
  state,
  parts,
  nowMs,
  onLog,
  onClose,
}: {
  session: CheckinSession;
  state: SessionState;
  parts: DeviceParts;
  nowMs: number;
  onLog: () => void;
  onClose: () => void;
}) {
  const { device, rules, isPersistent } = state;
  const { sound, vibration, camera } = usePreferences();
  const entranceIds = rules?.entrances.map((each) => each.entranceId) ?? [];
  const here = device?.entranceId ?? '';
  return (
    <SheetScreen title={m.settings_title()} onClose={onClose}>
      <div className={classes.fields}>
        <SelectField
          label={m.settings_entrance()}
          value={here}
          options={[...new Set([here, ...entranceIds])].map((entranceId) => ({
            value: entranceId,
            label: entranceName(entranceId, rules),
          }))}
          onChange={({ currentTarget }) => void session.chooseEntrance(currentTarget.value)}
        />
      </div>
      <Facts state={state} nowMs={nowMs} />
      <div className={classes.pair}>
        <Button look="plain" onClick={onLog}>
          {m.settings_log()}
        </Button>
        <Button look="plain" onClick={() => void session.sync()}>
          {m.settings_sync()}
        </Button>
      </div>
      <div className={classes.switches}>
        <SwitchField
          label={m.settings_camera()}
          isOn={camera}
          words={{ on: m.settings_camera_on(), off: m.settings_camera_off() }}
          onChange={(isOn) => choose({ camera: isOn })}
        />
        <SwitchField
          label={m.settings_sound()}
          isOn={sound}
          onChange={(isOn) => {
            choose({ sound: isOn });
            giveSignal('welcome', { sound: isOn, vibration: false });
          }}
        />
        {'vibrate' in navigator ? (
          <SwitchField
            label={m.settings_vibration()}
            isOn={vibration}
            onChange={(isOn) => {
              choose({ vibration: isOn });
              giveSignal('welcome', { sound: false, vibration: isOn });
            }}
          />
        ) : null}
      </div>
      <SchemeChoice />
      <LanguageChoice />
      {isPersistent ? null : <p>{m.settings_keeps()}</p>}
      <SignOut session={session} />
      <p className={classes.version}>
        {m.settings_version()} {parts.version}
      </p>
    </SheetScreen>
  );
}

function Facts({ state, nowMs }: { state: SessionState; nowMs: number }) {
  const { device, list, waiting } = state;
  const ageMs = list.completeAtMs === undefined ? 0 : Math.max(0, nowMs - list.completeAtMs);
  const words = {
    none: () => m.settings_list_none(),
    loading: () => m.settings_list_loading({ percent: percentOf(list) }),
    ready: () => m.settings_list_ready({ text: formatCount(list.tickets), age: writeAge(ageMs) }),
  };
  const facts = [
    [m.settings_event(), device?.eventName],
    [m.settings_device(), device?.name],
    [m.settings_list(), words[list.state]()],
    [m.settings_waiting(), formatCount(waiting)],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
