/** Between two lines where the output is no terminal, for example in a pipeline's log. */
const LOG_EVERY_MS = 5000;

/** How far a long command is, on stderr: in place on a terminal, else a line every five seconds. */
export interface ProgressLine {
  show: (line: string) => void;
  /** Ends the line, so that what follows starts on its own. */
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
