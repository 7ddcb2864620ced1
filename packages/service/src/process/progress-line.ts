/** Interval between lines when the output is not a terminal, for example in a CI log. */
const LOG_EVERY_MS = 5000;

/**
 * The progress of a long command on stderr: updated in place on a terminal, otherwise a line every
 * five seconds.
 */
export interface ProgressLine {
  show: (line: string) => void;
  /** Ends the line, so that further output starts on a new one. */
  end: () => void;
}

export function progressLine(): ProgressLine {
  const { stderr } = process;
  let open = false;
  let nextMs = performance.now() + (stderr.isTTY ? 0 : LOG_EVERY_MS);
  return {
    show(line) {
      if (stderr.isTTY) {
        stderr.write(`\r\u001b[2K${line}`);
        open = true;
      } else if (performance.now() >= nextMs) {
        nextMs = performance.now() + LOG_EVERY_MS;
        stderr.write(`${line}\n`);
      }
    },
    end() {
      if (open) stderr.write('\n');
      open = false;
    },
  };
}
