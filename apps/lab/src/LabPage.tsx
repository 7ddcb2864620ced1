import { useQuery } from '@tanstack/react-query';
import { Page } from '@onsale/ui';
import { useEffect, useMemo, useRef, useState } from 'react';
import { BooksPanel } from './books/BooksPanel.tsx';
import { ChartsPanel } from './charts/ChartsPanel.tsx';
import { LoadFormView } from './controls/LoadFormView.tsx';
import { useLoadControl } from './controls/use-load-control.ts';
import { CrowdPanel } from './crowd/CrowdPanel.tsx';
import { runQuery } from './data/lab-api.ts';
import { LabFeed } from './data/lab-feed.ts';
import { storedRun } from './data/stored-run.ts';
import { FleetPanel } from './fleet/FleetPanel.tsx';
import './lab.css';
import styles from './LabPage.module.css';
import { Panel } from './Panel.tsx';
import { NowPanel } from './run/NowPanel.tsx';
import { RunBar } from './run/RunBar.tsx';
import { RunNews } from './run/RunNews.tsx';
import { RunsPanel } from './runs/RunsPanel.tsx';
import { StoredNotice } from './runs/StoredNotice.tsx';
import { StreamNotes } from './StreamNotes.tsx';
import { labText } from './strings.ts';
import { useAddress } from './use-address.ts';
import { LabFeedContext, StoredRunContext, useLab } from './use-lab.ts';
import { EndpointsPanel } from './verdict/EndpointsPanel.tsx';
import { VerdictPanel } from './verdict/VerdictPanel.tsx';
import { GuidePanel, PresetsPanel } from './watch/WatchPanel.tsx';

/** `/lab`: the load laboratory, where the system can be seen to breathe. */
export function LabPage() {
  const [feed] = useState(() => new LabFeed());
  useEffect(() => feed.start(), [feed]);
  return (
    <LabFeedContext value={feed}>
      <div className={styles.lab}>
        <Page
          title={labText.windowTitle}
          skipText={labText.skip}
          head={<Head />}
          notice={<StreamNotes />}
          foot={
            <>
              <a href="/">{labText.shop}</a> · <a href="/licences.txt">{labText.licences}</a>
            </>
          }
        >
          <Laboratory />
        </Page>
      </div>
    </LabFeedContext>
  );
}

function Laboratory() {
  const control = useLoadControl();
  const { stored, isMissing } = useStoredRunOfAddress();
  return (
    <StoredRunContext value={stored}>
      <RunNews />
      <RunBar control={control} />
      <StoredNotice isMissing={isMissing} />
      <div className={styles.sheet}>
        <div className={styles.watch}>
          <GuidePanel />
          <PresetsPanel control={control} />
        </div>
        <div className={styles.stub}>
          <Panel title={labText.controls.title}>
            <LoadFormView control={control} />
          </Panel>
          <VerdictPanel />
        </div>
        <div className={styles.body}>
          <NowPanel />
          <ChartsPanel />
          <FleetPanel />
          <EndpointsPanel />
          <CrowdPanel />
          <BooksPanel />
          <RunsPanel />
        </div>
      </div>
    </StoredRunContext>
  );
}

/** The run that the address names. A run that is started leads away from it, to what happens now. */
function useStoredRunOfAddress() {
  const [{ run }, changeAddress] = useAddress();
  const newest = useLab((state) => state.run?.runId);
  const seen = useRef<string>(undefined);
  const report = useQuery({ ...runQuery(run ?? ''), enabled: run !== undefined && run !== newest });
  useEffect(() => {
    if (seen.current !== undefined && newest !== seen.current) changeAddress({ run: undefined });
    seen.current = newest ?? seen.current;
  }, [newest, changeAddress]);
  const { data } = report;
  const stored = useMemo(
    () => (run === undefined || data === undefined ? undefined : storedRun(data)),
    [run, data],
  );
  return { stored, isMissing: report.isError };
}

function Head() {
  return (
    <>
      <a href="/" className={`brand ${styles.brand}`}>
        {labText.brand}
      </a>
      <h1 className={styles.title}>{labText.title}</h1>
    </>
  );
}
