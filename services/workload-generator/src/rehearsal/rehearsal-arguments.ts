import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { REHEARSAL_LIMITS, RehearsalPlan } from '@onsale/contracts';
import { Value } from 'typebox/value';
import { number, seconds, UsageError } from '../option-values.ts';

export const HELP = `Plays a whole sale and says whether yours will hold: a crowd that looks, waits in line, orders,
pays at the bank for tests, fetches its tickets and comes to the entrance, all of it counted.

npm run rehearse -- [options]
  --people N       how many come; default 2000
  --within T       how long they take to come: 30s, 2m; default 30s
  --tickets N      how many tickets there are; default a fifth of the people
  --phones SHARE   how many have a phone: 70% or 0.7; default 70%
  --bots SHARE     how many are programs that try to skip the line; default 5%
  --abandon SHARE  how many of those whose tickets are held never pay; default 5%
  --devices N      phones that scan at the entrance; default 4, 0 leaves it out
  --event ID       rehearses a copy of this event: its price, fee, turns and pace
  --kill           kills processes during the sale, in a separate site
  --seed N         decides what happens by chance; the same number repeats it
  --start          starts a separate site; the default where no shop is running
  --url URL        the shop; default SHOP_URL, else http://localhost:8080
  --console URL    its console; default CONSOLE_URL, else http://localhost:8081
  --allow-host H   allows a shop that buyers may be able to reach, by the name of its host
  --out PATH       writes PATH.html, PATH.json and PATH.xml (JUnit); default .data/rehearsals/<time>
  --log            prints the report as one line of JSON at the end, instead of writing files
  --help

For a running installation, set OFFICE_API_KEY (or OFFICE_API_KEY_FILE), and BANK_TOKEN to count its bank.

Exit code: 0 every promise was kept; 1 one was broken; 2 it was refused, or the command line is
wrong; 130 it was interrupted.
`;

export interface RehearsalArguments {
  help: boolean;
  plan: RehearsalPlan;
  /** Whether a site is started even if one runs. */
  start: boolean;
  url: string | undefined;
  consoleUrl: string | undefined;
  allowedHost: string | undefined;
  out: string | undefined;
  /** Whether the report goes to the output instead of files. */
  log: boolean;
}

/** Reads the command line. Throws `UsageError`. */
export function readRehearsalArguments(args: readonly string[]): RehearsalArguments {
  const values = parse(args);
  const people = number('--people', values.people) ?? 2000;
  const plan = {
    ...{ people, tickets: number('--tickets', values.tickets) ?? Math.ceil(people / 5) },
    withinS: seconds('--within', values.within) ?? 30,
    phones: share('--phones', values.phones) ?? 0.7,
    bots: share('--bots', values.bots) ?? 0.05,
    abandons: share('--abandon', values.abandon) ?? 0.05,
    devices: number('--devices', values.devices) ?? 4,
    kills: values.kill === true,
    seed: number('--seed', values.seed) ?? randomInt(REHEARSAL_LIMITS.seed),
    ...(values.event === undefined ? {} : { eventId: values.event }),
  };
  const [wrong] = Value.Errors(RehearsalPlan, plan);
  if (wrong !== undefined) {
    const name = wrong.instancePath.slice(1);
    const rules = RehearsalPlan.properties as unknown as Record<string, { 'x-must'?: string }>;
    throw new UsageError(`--${OPTIONS[name] ?? name} ${rules[name]?.['x-must'] ?? wrong.message}`);
  }
  // Killing is for what is our own.
  const start = values.start === true || plan.kills;
  if (start && (values.url !== undefined || values.event !== undefined)) {
    throw new UsageError('--start and --kill use a separate site, without --url and --event');
  }
  if (values.log === true && values.out !== undefined) {
    throw new UsageError('--log writes no files, so it goes without --out');
  }
  return {
    ...{ help: values.help === true, plan, start, url: values.url, consoleUrl: values.console },
    ...{ allowedHost: values['allow-host'], out: values.out, log: values.log === true },
  };
}

/** What an option is called that has another name than its field. */
const OPTIONS: Record<string, string> = { withinS: 'within', abandons: 'abandon', kills: 'kill' };

function share(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)\s?(%)?$/.exec(text);
  if (match === null) {
    throw new UsageError(
      `${option} must be a share such as 70% or 0.7, not ${JSON.stringify(text)}`,
    );
  }
  return match[2] === undefined ? Number(match[1]) : Number(match[1]) / 100;
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ people: text, within: text, tickets: text, phones: text, bots: text, abandon: text },
        ...{ devices: text, event: text, kill: flag, seed: text, start: flag, url: text },
        ...{ console: text, 'allow-host': text, out: text, log: flag, help: flag },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
