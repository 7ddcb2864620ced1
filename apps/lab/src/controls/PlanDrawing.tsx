import type { Segment } from '@onsale/contracts/load-plan';
import { planCorners, planPoints } from '../data/plan-shape.ts';
import styles from './PlanDrawing.module.css';

const BOX = { width: 100, height: 30 };

/** The line of rates over time that a plan asks for; `at` marks how much of it has passed. */
export function PlanDrawing(props: { segments: readonly Segment[]; at?: number | undefined }) {
  const corners = planCorners(props.segments, BOX);
  const line = planPoints(corners);
  const ground = [{ x: 0, y: BOX.height }, ...corners, { x: BOX.width, y: BOX.height }];
  return (
    <svg
      className={styles.drawing}
      viewBox={`-2 -3 ${BOX.width + 4} ${BOX.height + 5}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polygon points={planPoints(ground)} className={styles.area} />
      <line x1={0} x2={BOX.width} y1={BOX.height} y2={BOX.height} className={styles.ground} />
      <polyline points={line} className={styles.line} />
      {props.at !== undefined && (
        <line
          x1={props.at * BOX.width}
          x2={props.at * BOX.width}
          y1={-3}
          y2={BOX.height}
          className={styles.now}
        />
      )}
    </svg>
  );
}
