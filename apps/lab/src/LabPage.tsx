import { useEffect, useRef, useState } from 'react';
import { Page } from '@onsale/ui';
import { BooksPanel } from './books/BooksPanel.tsx';
import { TruthBar } from './books/TruthBar.tsx';
import { LiveCharts } from './charts/LiveCharts.tsx';
import { WindowPicker } from './charts/WindowPicker.tsx';
import { LoadControls } from './controls/LoadControls.tsx';
import type { WindowChoice } from './data/chart-window.ts';
import { LabFeed } from './data/lab-feed.ts';
import { FleetView } from './fleet/FleetView.tsx';
import './lab.css';
import styles from './LabPage.module.css';
import { Panel } from './Panel.tsx';
import { Readouts } from './Readouts.tsx';
import { RunNews } from './RunNews.tsx';
import { RunsPanel } from './runs/RunsPanel.tsx';
import { SaveButtons } from './save/SaveButtons.tsx';
import { StatusBar } from './StatusBar.tsx';
import { StreamNotes } from './StreamNotes.tsx';
import { labText } from './strings.ts';
import { LabFeedContext, useLab } from './use-lab.ts';
import { VerdictView } from './VerdictView.tsx';

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
          foot={<a href="/">{labText.shop}</a>}
        >
          <RunNews />
          <div className={styles.sheet}>
            <div className={styles.stub}>
              <Panel title={labText.controls.title}>
                <LoadControls />
              </Panel>
              <Panel title={labText.verdict.title}>
                <VerdictView />
              </Panel>
            </div>
            <div className={styles.body}>
              <Panel title={labText.readouts.title} note={<Target />}>
                <StatusBar />
                <Readouts />
                <TruthBar />
              </Panel>
              <Course />
              <Panel title={labText.fleet.title} note={<Wish />}>
                <FleetView />
              </Panel>
              <BooksPanel />
              <RunsPanel />
            </div>
          </div>
        </Page>
      </div>
    </LabFeedContext>
  );
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

function Target() {
  const target = useLab((state) => state.stats?.target);
  const sells = useLab((state) => state.stats?.sells);
  if (target === undefined || sells === undefined) return null;
  const goods = labText.sells[sells];
  return `${labText.target(target)}${goods === '' ? '' : `: ${goods}`}`;
}

function Wish() {
  const isKnown = useLab(
    ({ fleet }) => fleet === undefined || fleet.services.some(({ desired }) => desired !== null),
  );
  return isKnown ? null : labText.fleet.noWish;
}

function Course() {
  const [choice, setChoice] = useState<WindowChoice>('run');
  const place = useRef<HTMLDivElement>(null);
  const runId = useLab((state) => state.run?.runId);
  return (
    <Panel
      title={labText.charts.title}
      actions={
        <>
          <WindowPicker choice={choice} onChoose={setChoice} />
          {runId !== undefined && <SaveButtons runId={runId} charts={place} />}
        </>
      }
    >
      <div ref={place}>
        <LiveCharts choice={choice} />
      </div>
    </Panel>
  );
}
