import { Chart, type ChartProps } from './Chart.tsx';
import styles from './ChartGrid.module.css';

/** Charts beside each other; `subscribe` calls back when there is something new for all of them. */
export function ChartGrid(props: {
  charts: readonly Omit<ChartProps, 'subscribe'>[];
  subscribe: ChartProps['subscribe'];
}) {
  return (
    <div className={styles.grid}>
      {props.charts.map((chart) => (
        <Chart key={chart.kind.title} {...chart} subscribe={props.subscribe} />
      ))}
    </div>
  );
}
