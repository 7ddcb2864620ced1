import type { LineState } from '@onsale/api-client';
import { currentLanguage, LANGUAGE_NAMES, setLanguage } from '../app/language.ts';
import { m } from '../app/texts.ts';
import type { Locale } from '../paraglide/runtime.js';
import { type Action, type ActionName, type LineView, ticketRows } from '../view/line-view.ts';
import { drawFacts } from './draw-facts.ts';
import { element, fill, write } from './elements.ts';

/** What the screen tells of what was pressed, and where its links lead. */
export interface ScreenOptions {
  hrefOf: (name: ActionName) => string | undefined;
  onAction: (name: ActionName) => void;
  onRing: (isWanted: boolean) => void;
}

/** The page: made once for each language, then changed where something has changed. */
export class Screen {
  readonly #options: ScreenOptions;
  readonly #parts = makeParts();
  /** What waits to be said, so that it is said once and calmly. */
  #said = '';

  constructor(options: ScreenOptions) {
    this.#options = options;
    const { ring, page } = this.#parts;
    ring.addEventListener('change', () => options.onRing(ring.checked));
    document.body.replaceChildren(page);
  }

  /** Draws what is known now. `aloud` is read out once when it changes. */
  show(view: LineView, state: LineState, aloud: string): void {
    const parts = this.#parts;
    document.documentElement.classList.toggle('turn', view.isTurn);
    write(parts.event, state.line?.name);
    write(parts.heading, view.heading);
    write(parts.value, view.value);
    write(parts.caption, view.caption);
    write(parts.detail, view.detail);
    write(parts.next, view.next);
    const { place } = state;
    const number = place?.state === 'waiting' ? place.number : undefined;
    write(parts.number, number === undefined ? undefined : m.number({ number }));
    fill(parts.notices, view.notices, (text) => element('p', {}, text));
    fill(parts.actions, view.actions, (action) => this.#draw(action));
    fill(parts.tickets, state.line === undefined ? [] : ticketRows(state.line), ticketRow);
    parts.ticketsBox.hidden = parts.tickets.hidden;
    parts.ringBox.hidden = !view.canRing || view.isTurn;
    parts.calm.hidden = !view.canRing;
    const facts = drawFacts(state);
    fill(parts.draw, facts, ({ term, text, href }) =>
      element(
        'p',
        {},
        term === undefined ? undefined : element('b', {}, term),
        href === undefined ? element('code', {}, text) : element('a', { href }, text),
      ),
    );
    parts.drawBox.hidden = facts.length === 0;
    if (aloud !== this.#said) write(parts.aloud, aloud);
    parts.aloud.hidden = false;
    this.#said = aloud;
  }

  #draw({ name, text, isPrimary }: Action): Node {
    const href = this.#options.hrefOf(name);
    const look = { class: isPrimary === true ? 'primary' : 'quiet' };
    if (href !== undefined) return element('a', { ...look, href }, text);
    const button = element('button', { ...look, type: 'button' }, text);
    button.addEventListener('click', () => this.#options.onAction(name));
    return button;
  }
}

function makeParts() {
  const event = element('p', { class: 'event' });
  const heading = element('h1');
  const [value, caption, detail] = [element('p', { class: 'value' }), p('caption'), p('detail')];
  const [next, number] = [p('next'), p('number')];
  const notices = element('div', { class: 'notices' });
  const actions = element('div', { class: 'actions' });
  const ring = element('input', { type: 'checkbox' });
  const ringBox = element('label', { class: 'ring' }, ring, m.sound());
  const tickets = element('tbody');
  const ticketsBox = element(
    'section',
    {},
    element('h2', {}, m.tickets()),
    element('table', {}, tickets),
  );
  const calm = element('p', { class: 'calm' }, m.calm_close());
  const draw = element('div');
  const drawBox = element(
    'details',
    {},
    element('summary', {}, m.draw()),
    element('p', {}, m.draw_before()),
    draw,
  );
  const aloud = element('p', { class: 'unseen', role: 'status' });
  const card = element(
    'section',
    { class: 'card' },
    ...[event, heading, value, caption, detail, notices, next, actions, ringBox, number],
  );
  const main = element('main', {}, card, ticketsBox, calm, drawBox, aloud);
  const page = element('div', { class: 'page' }, header(), main);
  return {
    ...{ page, event, heading, value, caption, detail, next, number, notices, actions },
    ...{ ring, ringBox, tickets, ticketsBox, calm, draw, drawBox, aloud },
  };
}

function header(): HTMLElement {
  const select = element(
    'select',
    { 'aria-label': m.language() },
    ...Object.entries(LANGUAGE_NAMES).map(([tag, name]) =>
      element(
        'option',
        { value: tag, lang: tag, selected: tag === currentLanguage() ? '' : undefined },
        name,
      ),
    ),
  );
  select.addEventListener('change', () => void setLanguage(select.value as Locale));
  return element('header', {}, element('a', { class: 'brand', href: '/' }, m.brand()), select);
}

function ticketRow([name, price, left]: [string, string, string]): Node {
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, name),
    element('td', {}, price),
    element('td', {}, left),
  );
}

function p(name: string): HTMLElement {
  return element('p', { class: name });
}
