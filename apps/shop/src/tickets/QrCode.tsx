import { memo } from 'react';
import { encode } from 'uqr';
import classes from './QrCode.module.css';

/** Readable when a seventh of it is hidden, by a crack in the glass, for example. */
const CORRECTION = 'M';
/** The white frame that readers look for, in modules. */
const FRAME = 4;

/** A code as a QR picture: dark on white in every scheme, since not every reader takes the reverse. */
export const QrCode = memo(function QrCode({ code, label }: { code: string; label: string }) {
  const { size, data } = encode(code, { ecc: CORRECTION, border: FRAME });
  return (
    <svg
      className={classes.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path className={classes.dark} d={pathOf(data)} />
    </svg>
  );
});

// One stroke for each run of dark modules in a row.
function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      row.map((isDark, x) => {
        if (!isDark || row[x - 1] === true) return '';
        const end = row.indexOf(false, x);
        const width = (end === -1 ? row.length : end) - x;
        return `M${x} ${y}h${width}v1h-${width}z`;
      }),
    )
    .join('');
}
