import { changeCodes } from '@onsale/codes';
import { CODE_STEPS, type ChangedCodes, type CodeStep } from '@onsale/contracts';
import { type CodesOf, type Ledger, readTheseCodes } from '@onsale/ledger';
import { findEvent } from '../codes/find-event.ts';
import { type Command, UsageError } from '../command.ts';
import { counted } from '../counted.ts';
import { MOST_NAMED } from './codes.ts';

const SUMMARIES: Readonly<Record<CodeStep, string>> = {
  switch_off: 'switches codes off: they can’t be used, and what they were used for stays',
  switch_on: 'switches codes on again',
  remove: 'removes codes that have no uses; switch the others off',
};

const DONE: Readonly<Record<CodeStep, string>> = {
  ...{ switch_off: 'switched off', switch_on: 'switched on', remove: 'removed' },
};

/** `codes switch-off`, `codes switch-on` and `codes remove`: each for codes by name, or all of a label. */
export const codesStepCommands: Record<string, Command> = Object.fromEntries(
  CODE_STEPS.map((step) => [`codes ${wordOf(step)}`, stepCommand(step)]),
);

function stepCommand(step: CodeStep): Command {
  return {
    usage: `codes ${wordOf(step)} EVENT CODE... | --label LABEL`,
    summary: SUMMARIES[step],
    options: { label: { type: 'string' } },
    words: { least: 1, most: 1 + MOST_NAMED },
    async run(context, { words: [eventId = '', ...codes], options: { label } }) {
      if ((label === undefined) !== codes.length > 0) {
        throw new UsageError('name the codes, or use --label; not both');
      }
      const { ledger, of } = await findEvent(context, eventId);
      // What was removed before is removed.
      const there = step === 'remove' ? await existing(ledger, of, codes) : codes;
      const asked = typeof label === 'string' ? { label } : { codes: there };
      const result = await changeCodes(ledger, of, { step, ...asked });
      const missing = codes.length - there.length;
      context.print(`${wordsOf(result, step)}${missing === 0 ? '' : `; ${missing} did not exist`}`);
      return result.used === 0 ? 0 : 1;
    },
  };
}

async function existing(ledger: Ledger, of: CodesOf, codes: string[]): Promise<string[]> {
  const found = await readTheseCodes(ledger, of, codes);
  return codes.filter((_, i) => found[i] !== undefined);
}

function wordOf(step: CodeStep): string {
  return step.replace('_', '-');
}

function wordsOf({ changed, used }: ChangedCodes, step: CodeStep): string {
  const rest = used === 0 ? '' : `; ${counted(used, 'code')} kept, because of their uses`;
  return `${counted(changed, 'code')} ${DONE[step]}${rest}`;
}
