import { m } from '../paraglide/messages.js';
import { Icon, type IconName } from './Icon.tsx';
import classes from './ScanBar.module.css';
import type { Sheet } from './use-sheet.ts';
import type { CameraOnScreen } from './Viewfinder.tsx';

/** What a thumb reaches, gloved or not: the search, typing, the light and the other camera, and all else. */
export function ScanBar({
  camera,
  onOpen,
}: {
  /** Undefined where a hand scanner reads. */
  camera: CameraOnScreen | undefined;
  onOpen: (sheet: Sheet) => void;
}) {
  const state = camera?.state;
  const isLit = state?.torch === 'on';
  return (
    <nav className={classes.bar} aria-label={m.scan_title()}>
      <BarButton icon="search" label={m.scan_search()} onTap={() => onOpen('search')} />
      <BarButton icon="type" label={m.scan_type()} onTap={() => onOpen('type')} />
      {state?.torch === undefined ? null : (
        <BarButton
          icon="torch"
          label={m.scan_torch()}
          isOn={isLit}
          onTap={() => void camera?.camera?.torch(!isLit)}
        />
      )}
      {state?.canSwitch === true ? (
        <BarButton
          icon="flip"
          label={m.scan_flip()}
          onTap={() => void camera?.camera?.switchCamera()}
        />
      ) : null}
      <BarButton icon="more" label={m.scan_more()} onTap={() => onOpen('device')} />
    </nav>
  );
}

function BarButton({
  icon,
  label,
  isOn,
  onTap,
}: {
  icon: IconName;
  label: string;
  /** Of what can be on. */
  isOn?: boolean;
  onTap: () => void;
}) {
  return (
    <button type="button" className={classes.button} aria-pressed={isOn} onClick={onTap}>
      <Icon name={icon} className={classes.icon} />
      {label}
    </button>
  );
}
