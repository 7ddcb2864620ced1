import { hasMarks } from '../markdown/plain-text.ts';

/** So much fits below a headline. */
const LONGEST = 180;

/**
 * The first paragraph of a description, when it is short and plain enough to stand below the name of
 * the event, and what remains.
 */
export function splitLead(description: string): { lead: string; rest: string } {
  const [first = '', ...others] = description.trim().split(/\n\s*\n/);
  const isLead = first.length <= LONGEST && !hasMarks(first);
  return isLead
    ? { lead: first, rest: others.join('\n\n').trim() }
    : { lead: '', rest: description.trim() };
}
