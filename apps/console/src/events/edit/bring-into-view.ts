/** As the `ref` of what has just appeared elsewhere on a long page: whoever pressed the button sees it. */
export function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'center' });
}
