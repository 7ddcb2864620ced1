import { Button, CopyButton } from '@mantine/core';
import { labText } from '../strings.ts';
import { useAddress } from '../use-address.ts';
import { useLab, useStoredRun } from '../use-lab.ts';
import styles from './Runs.module.css';

const text = labText.runs;

/** Says that the page shows a run of the past, and leads back to the present. */
export function StoredNotice({ isMissing }: { isMissing: boolean }) {
  const [{ run }, changeAddress] = useAddress();
  const stored = useStoredRun();
  const isRunning = useLab((state) => state.run !== undefined && state.run.endS === undefined);
  const newest = useLab((state) => state.run?.runId);
  if (run === undefined || run === newest) return null;
  const startedAt = stored?.report.startedAt;
  return (
    <section className={styles.stored} aria-label={text.stored}>
      <p>
        {isMissing
          ? text.missing(run)
          : startedAt === undefined
            ? text.reading
            : text.storedRun(run, new Date(startedAt).toLocaleString('en-GB'))}
      </p>
      <Button size="compact-sm" onClick={() => changeAddress({ run: undefined })}>
        {isRunning ? text.backToRunning : text.back}
      </Button>
      <CopyButton value={location.href}>
        {({ copied, copy }) => (
          <Button variant="outline" size="compact-sm" onClick={copy}>
            {copied ? text.copied : text.copy}
          </Button>
        )}
      </CopyButton>
    </section>
  );
}
