import { parseArgs } from 'node:util';
import { CROWD_KINDS, CrowdStart } from '@onsale/contracts';
import { Value } from 'typebox/value';
import { number, seconds, UsageError } from '../option-values.ts';

/** What of the help is about crowds. */
export const CROWD_HELP = `  --crowd N            N people who wait in the line of a rehearsal, instead of a load of orders; then only
                         --target URL, --line URL (its waiting room), --event ID (default: rehearsal-line),
                         --within T (default 10s), --seed N, --out PATH, and the shares of those who are
                         not patient: --refreshing, --leaving, --two-tabs, --copying, --bots`;

export interface CrowdArguments {
  /** What of the environment is overridden. */
  target: { TARGET_API?: string; TARGET_LINE_API?: string };
  out: string | undefined;
  asked: CrowdStart;
}

/** Whether a command line asks for a crowd. */
export function isForCrowd(args: readonly string[]): boolean {
  return args.some((argument) => /^--crowd(=|$)/.test(argument));
}

/** Reads it. Throws `UsageError`. */
export function readCrowdArguments(args: readonly string[]): CrowdArguments {
  const values = parse(args);
  const shares = Object.fromEntries(
    CROWD_KINDS.flatMap((kind) => {
      const option = optionOf(kind);
      const share = number(`--${option}`, values[option]);
      return share === undefined ? [] : [[kind, share]];
    }),
  );
  const asked = {
    people: number('--crowd', values['crowd']),
    ...(values['event'] === undefined ? {} : { event: values['event'] }),
    ...(values['within'] === undefined ? {} : { withinS: seconds('--within', values['within']) }),
    ...(values['seed'] === undefined ? {} : { seed: number('--seed', values['seed']) }),
    shares,
  };
  const [wrong] = Value.Errors(CrowdStart, asked);
  if (wrong !== undefined) {
    const path = wrong.instancePath.slice(1).replaceAll('/', '.');
    throw new UsageError(`${path} ${wrong.message}`);
  }
  // The waiting room of another shop is not the one of the environment.
  const { target, line = target } = values;
  return {
    target: {
      ...(target === undefined ? {} : { TARGET_API: target }),
      ...(line === undefined ? {} : { TARGET_LINE_API: line }),
    },
    out: values['out'],
    asked: asked as CrowdStart,
  };
}

function optionOf(kind: (typeof CROWD_KINDS)[number]): string {
  return kind.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
}

function parse(args: readonly string[]): Record<string, string | undefined> {
  const names = ['crowd', 'target', 'line', 'event', 'within', 'seed', 'out'];
  const options = [...names, ...CROWD_KINDS.map(optionOf)];
  try {
    const { values } = parseArgs({
      args: [...args],
      options: Object.fromEntries(options.map((name) => [name, { type: 'string' } as const])),
    });
    return values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see --help`);
  }
}
