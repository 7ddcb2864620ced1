/** Brings two changes of a form together, each made from `base`; where both changed a field, mine stays. */
export function mergeFields<Form extends object>(
  base: Form,
  mine: Form,
  theirs: Form,
): { form: Form; conflicts: (keyof Form & string)[]; takenOver: (keyof Form & string)[] } {
  const form = { ...mine };
  const conflicts: (keyof Form & string)[] = [];
  const takenOver: (keyof Form & string)[] = [];
  for (const name of Object.keys(base) as (keyof Form & string)[]) {
    if (isSame(theirs[name], base[name]) || isSame(theirs[name], mine[name])) continue;
    if (isSame(mine[name], base[name])) {
      form[name] = theirs[name];
      takenOver.push(name);
    } else conflicts.push(name);
  }
  return { form, conflicts, takenOver };
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
