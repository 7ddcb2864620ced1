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

/** Draws what is known now. `aloud` is read out, once, when it changes. */
export type Show = (view: LineView, state: LineState, aloud: string) => void;

/** Makes the page in the language of now. What it returns changes it, there where something has changed. */
export function makeScreen({ hrefOf, onAction, onRing }: ScreenOptions): Show {
  const [heading, event, value, caption] = [element('h1'), p('event'), p('value'), p('caption')];
  const [detail, next, number, aloud] = [p('detail'), p('next'), p('number'), p('unseen')];
  const notices = element('div', { class: 'notices' });
  const actions = element('div', { class: 'actions' });
  const bell = element('input', { type: 'checkbox' });
  const ring = element('label', { class: 'ring' }, bell, m.sound());
  const rows = element('tbody');
  const tickets = element(
    'section',
    {},
    element('h2', {}, m.tickets()),
    element('table', {}, rows),
  );
  const calm = element('p', { class: 'calm' }, m.calm_close());
  const facts = element('div');
  const about = [element('summary', {}, m.draw()), element('p', {}, m.draw_before()), facts];
  const draw = element('details', {}, ...about);
  const told = [event, heading, value, caption, detail, notices, next, actions, ring, number];
  const card = element('section', { class: 'card' }, ...told);
  const main = element('main', {}, card, tickets, calm, draw, aloud);
  document.body.replaceChildren(element('div', { class: 'page' }, header(), main));
  bell.addEventListener('change', () => onRing(bell.checked));
  aloud.setAttribute('role', 'status');

  const drawAction = ({ name, text, isPrimary }: Action): Node => {
    const href = hrefOf(name);
    const look = { class: isPrimary === true ? 'primary' : 'quiet' };
    if (href !== undefined) return element('a', { ...look, href }, text);
    const button = element('button', { ...look, type: 'button' }, text);
    button.addEventListener('click', () => onAction(name));
    return button;
  };

  return (view, state, said) => {
    const { line, place } = state;
    document.documentElement.classList.toggle('turn', view.isTurn);
    write(event, line?.name);
    write(heading, view.heading);
    write(value, view.value);
    write(caption, view.caption);
    write(detail, view.detail);
    write(next, view.next);
    const own = place?.state === 'waiting' ? place.number : undefined;
    write(number, own === undefined ? undefined : m.number({ number: own }));
    fill(notices, view.notices, (text) => element('p', {}, text));
    fill(actions, view.actions, drawAction);
    fill(rows, line === undefined ? [] : ticketRows(line), drawRow);
    tickets.hidden = rows.hidden;
    ring.hidden = calm.hidden = !view.canRing || view.isTurn;
    fill(facts, drawFacts(state), ({ term, text, href }) =>
      href === undefined
        ? element('p', {}, term, element('code', {}, text))
        : element('a', { href }, text),
    );
    draw.hidden = facts.hidden;
    write(aloud, said);
  };
}

function header(): HTMLElement {
  const select = element(
    'select',
    { 'aria-label': m.language() },
    ...Object.entries(LANGUAGE_NAMES).map(([value, name]) => {
      const option = element('option', { value, lang: value }, name);
      option.selected = value === currentLanguage();
      return option;
    }),
  );
  select.addEventListener('change', () => void setLanguage(select.value as Locale));
  return element('header', {}, element('a', { class: 'brand', href: '/' }, m.brand()), select);
}

function drawRow([name, price, left]: [string, string, string]): Node {
  const cells = [element('td', {}, price), element('td', {}, left)];
  return element('tr', {}, element('th', { scope: 'row' }, name), ...cells);
}

function p(name: string): HTMLElement {
  return element('p', { class: name });
}
