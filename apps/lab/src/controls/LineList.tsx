import type { ReactNode } from 'react';
import styles from './LineList.module.css';

/** Lines of fields that can be added and removed, with the names of their columns above. */
export function LineList<Line>(props: {
  kind: 'stages' | 'mix';
  title: string;
  columns: readonly string[];
  lines: readonly Line[];
  onChange: (lines: Line[]) => void;
  renderFields: (line: Line, index: number, change: (part: Partial<Line>) => void) => ReactNode;
  newLine: () => Line;
  addText: string;
  removeText: (number: number) => string;
  error: string | undefined;
  /** What it means that there is no line. */
  none?: string;
}) {
  const { kind, lines, onChange, error, none } = props;
  return (
    <fieldset className={styles.lines} data-kind={kind}>
      <legend className={styles.legend}>{props.title}</legend>
      {lines.length > 0 ? (
        <div className={styles.head} aria-hidden="true">
          {props.columns.map((column) => (
            <span key={column}>{column}</span>
          ))}
        </div>
      ) : (
        none !== undefined && <p className={styles.none}>{none}</p>
      )}
      {lines.map((line, i) => (
        // A line has no name but its place, and its fields keep nothing of their own.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={i} className={styles.line}>
          {props.renderFields(line, i, (part) =>
            onChange(lines.map((other, j) => (j === i ? { ...other, ...part } : other))),
          )}
          <button
            type="button"
            className={styles.remove}
            aria-label={props.removeText(i + 1)}
            onClick={() => onChange(lines.filter((_, j) => j !== i))}
          >
            ×
          </button>
        </div>
      ))}
      {error !== undefined && <p className={styles.error}>{error}</p>}
      <button
        type="button"
        className={styles.add}
        onClick={() => onChange([...lines, props.newLine()])}
      >
        + {props.addText}
      </button>
    </fieldset>
  );
}
