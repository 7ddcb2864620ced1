const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 2 });
const signedPercent = new Intl.NumberFormat('en', {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

/** What stands where nothing was measured. */
export const NOTHING = '–';

type Measured = number | null | undefined;

export function showCount(value: Measured): string {
  return show(value, (number) => whole.format(number));
}

/** A rate: no more digits than anybody reads. */
export function showRate(value: Measured): string {
  return show(value, (number) => (Math.abs(number) < 10 ? oneDigit : whole).format(number));
}

export function showShort(value: Measured): string {
  return show(value, (number) => short.format(number));
}

/** A time in milliseconds, without its unit. */
export function showMs(value: Measured): string {
  return show(value, (number) =>
    (number < 10 ? twoDigits : number < 100 ? oneDigit : whole).format(number),
  );
}

export function showShare(value: Measured): string {
  return show(value, (number) => percent.format(number));
}

/** A value that is in percent already, without more digits than anybody reads. */
export function showPercent(value: Measured): string {
  return show(value, (number) => `${whole.format(number)} %`);
}

/** Beyond this a share says less than a factor. */
const GREATEST_SHARE = 10;

/** A change as a share, with its sign; from elevenfold on as a factor. */
export function showChange(value: Measured): string {
  return show(value, (number) =>
    number > GREATEST_SHARE ? `× ${whole.format(number + 1)}` : signedPercent.format(number),
  );
}

/** A length of time in seconds as 0:42, 12:05 or 1:00:00. */
export function showClock(seconds: Measured): string {
  return show(seconds, (value) => {
    const total = Math.max(0, Math.round(value));
    const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
    const end = String(total % 60).padStart(2, '0');
    return hours === 0
      ? `${minutes}:${end}`
      : `${hours}:${String(minutes).padStart(2, '0')}:${end}`;
  });
}

/** An age in its two highest units, such as 3 m 12 s. */
export function showAge(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  if (total < 60) return `${total} s`;
  if (total < 3600) return `${Math.floor(total / 60)} m ${total % 60} s`;
  if (total < 86_400) return `${Math.floor(total / 3600)} h ${Math.floor(total / 60) % 60} m`;
  return `${Math.floor(total / 86_400)} d ${Math.floor(total / 3600) % 24} h`;
}

export function showMegabytes(bytes: number): string {
  return whole.format(bytes / 1_048_576);
}

function show(value: Measured, format: (value: number) => string): string {
  return value === null || value === undefined || Number.isNaN(value) ? NOTHING : format(value);
}
