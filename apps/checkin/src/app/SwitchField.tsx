import { m } from '../paraglide/messages.js';
import classes from './SwitchField.module.css';

/** What is on or off, as a word and as a place; all of the row is the switch. */
export function SwitchField({
  label,
  isOn,
  words,
  onChange,
}: {
  label: string;
  isOn: boolean;
  /** For what is more than on or off. */
  words?: { on: string; off: string };
  onChange: (isOn: boolean) => void;
}) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      className={classes.switch}
      onClick={() => onChange(!isOn)}
    >
      <strong>{label}</strong>
      <span>{isOn ? (words?.on ?? m.settings_on()) : (words?.off ?? m.settings_off())}</span>
      <span className={classes.track} aria-hidden="true" />
    </button>
  );
}
