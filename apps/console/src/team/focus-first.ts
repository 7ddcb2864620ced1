/**
 * As `ref` of the field that a step begins with: whoever pressed the button of the step before has its focus
 * nowhere.
 */
export function focusFirst(input: HTMLInputElement | null): void {
  input?.focus();
}
