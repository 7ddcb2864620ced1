import type { Step } from './step.ts';
import { admin } from './steps/admin.ts';
import { backup } from './steps/backup.ts';
import { buy } from './steps/buy.ts';
import { configuration } from './steps/configuration.ts';
import { console } from './steps/console.ts';
import { drain } from './steps/drain.ts';
import { entrance } from './steps/entrance.ts';
import { install } from './steps/install.ts';
import { kill } from './steps/kill.ts';
import { line } from './steps/line.ts';
import { pay } from './steps/pay.ts';
import { policies } from './steps/policies.ts';
import { records } from './steps/records.ts';
import { redeploy } from './steps/redeploy.ts';
import { rehearsal } from './steps/rehearsal.ts';
import { roll } from './steps/roll.ts';
import { scale } from './steps/scale.ts';
import { teardown } from './steps/teardown.ts';
import { tickets } from './steps/tickets.ts';

/** All steps, in the order in which they are taken. */
export const STEPS: readonly Step[] = [
  ...[
    install,
    buy,
    pay,
    tickets,
    records,
    console,
    entrance,
    line,
    rehearsal,
    policies,
    scale,
    roll,
    kill,
    drain,
  ],
  ...[redeploy, backup, admin, configuration, teardown],
];
