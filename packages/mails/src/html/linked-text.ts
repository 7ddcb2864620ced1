import { Html, html } from './html.ts';

const ADDRESS = /(https?:\/\/[^\s<>"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/;
const TRAILING = /[.,;:!?)\]}]+$/;

/** A text of several lines, with links where it names addresses. */
export function linkedText(text: string): Html {
  const lines = text.split('\n').map((line) => linkedLine(line));
  return new Html(lines.map((line) => line.text).join('<br>\n'));
}

// Every second part is an address.
function linkedLine(line: string): Html {
  const parts = line.split(ADDRESS).map((part, i) => (i % 2 === 1 ? link(part) : html`${part}`));
  return html`${parts}`;
}

function link(found: string): Html {
  const address = found.replace(TRAILING, '');
  const rest = found.slice(address.length);
  const href = address.startsWith('http') ? address : `mailto:${address}`;
  return html`<a href="${href}" class="link" style="color:#1a1813;">${address}</a>${rest}`;
}
