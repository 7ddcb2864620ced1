/** What a change must name: the office refuses it when somebody else has changed it since. */
export function asRead({ revision }: { revision: number }) {
  return { 'if-match': `"${revision}"` };
}
