/** The inks of the charts, as they are named in `lab.css`. */
export type Ink = 'soft' | 'blue' | 'teal' | 'green' | 'amber' | 'red' | 'violet' | 'black';

/** A canvas knows no variables: what an ink is at this place of the page, in this scheme. */
export function inkColor(place: Element, ink: Ink | 'line' | 'paper'): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--lab-${ink})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
