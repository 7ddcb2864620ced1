import type { LinePhase } from '../../src/index.ts';

// What a line must be after each step of a history. Times are words here: what is over or due is what a step of the
// history has made so.

/** A place of the model; `text` says it as its record does, with T for each time. */
export interface ModelPlace {
  letter: 'l' | 'd' | 'w' | 't' | 'm' | 's';
  number: number;
  flags: '-' | 'm';
  begun: 0 | 1;
  extensions: number;
  order: string;
  /** A turn that is over, or a slowed place that is due: in which order it became so. */
  due?: number;
}

type Sum = 'joined' | 'admitted' | 'served' | 'missed' | 'left';

/** How many places a network has before others are slowed. */
export const PER_NETWORK = 3;

export class LineModel {
  phase: LinePhase = 'none';
  isOpened = false;
  isDrawn = false;
  isListed = false;
  /** When the rules say that lobby and line open. */
  time: 'before' | 'lobby' | 'open' | 'automatic' = 'before';
  last = 0;
  serving = 0;
  sums: Record<Sum, number> = { joined: 0, admitted: 0, served: 0, missed: 0, left: 0 };
  places = new Map<string, ModelPlace>();
  /** Who is in the lobby, in order; while lots are drawn also who has left since. */
  lobby: string[] = [];
  away = new Set<string>();
  longAway = new Set<string>();
  readonly #networks = new Map<string, number>();

  /** Joins, as one call for many does. Returns what kind of answer each gets. */
  join(joins: readonly { place: string; network: string }[]): string[] {
    this.openWhenDue();
    return joins.map(({ place, network }) => {
      const known = this.ask(place);
      if (known !== undefined) return known;
      return this.phase === 'none' ? 'off' : `+${this.#joinNew(place, network)}`;
    });
  }

  #joinNew(place: string, network: string): string {
    const count = (this.#networks.get(network) ?? 0) + 1;
    this.#networks.set(network, count);
    this.sums.joined += 1;
    if (count > PER_NETWORK) this.#put(place, 'd');
    else if (this.phase === 'lobby') {
      this.#put(place, 'l');
      this.lobby.push(place);
    } else this.#waitAtEnd(place);
    return this.answer(place);
  }

  ask(place: string): string | undefined {
    const known = this.places.get(place);
    if (known === undefined) return undefined;
    if (known.letter === 't' && known.due !== undefined) this.#miss(place, known);
    else if (known.letter === 't') known.begun = 1;
    if (!this.places.has(place)) return undefined;
    if (known.letter === 'm' && known.flags === '-' && this.phase === 'open') {
      Object.assign(known, { letter: 'w', flags: 'm' });
    }
    this.#comeBack(place);
    return this.answer(place);
  }

  extend(place: string, isOnSale: boolean): string {
    if (this.ask(place) === undefined) return 'no-place';
    const own = this.places.get(place);
    if (own?.letter !== 't') return 'not-your-turn';
    if (own.extensions >= 10 || !isOnSale) return 'no-more-time';
    own.extensions += 1;
    return 'extended';
  }

  leave(place: string): boolean {
    const known = this.places.get(place);
    if (known === undefined) return false;
    this.#remove(place);
    return true;
  }

  goAway(place: string): boolean {
    const known = this.places.get(place);
    if (known === undefined || 'ms'.includes(known.letter)) return false;
    this.away.add(place);
    this.longAway.delete(place);
    return true;
  }

  step({ admit, maxTurns }: { admit: number; maxTurns: number }): object {
    const done = { admitted: 0, missed: 0, numbered: 0, removed: 0 };
    this.openWhenDue();
    for (const [place, own] of this.#dueOf('t')) {
      done.missed += 1;
      this.#miss(place, own);
      if (!this.places.has(place)) done.removed += 1;
    }
    if (this.phase === 'drawing' || this.phase === 'open') {
      for (const [place] of this.#dueOf('d')) {
        done.numbered += 1;
        this.#waitAtEnd(place);
      }
    }
    for (const place of this.longAway) {
      const isWaiting = 'ldwt'.includes(this.places.get(place)?.letter ?? '-');
      if (isWaiting) {
        done.removed += 1;
        this.#remove(place);
      } else this.#comeBack(place);
    }
    const room = Math.max(0, maxTurns - this.#all('t').length);
    const chosen = this.phase === 'open' ? this.waiting().slice(0, Math.min(admit, room)) : [];
    for (const place of chosen) {
      const own = this.places.get(place);
      if (own === undefined) continue;
      this.serving = Math.max(this.serving, own.number);
      Object.assign(own, { letter: 't', begun: 0, extensions: 0 });
      delete own.due;
    }
    done.admitted = chosen.length;
    this.sums.admitted += chosen.length;
    return { ...done, phase: this.phase };
  }

  openWhenDue(): void {
    if (this.phase === 'lobby' && this.time === 'open') this.closeLobby();
    else if (this.phase === 'none' && this.time === 'open') this.#open('open');
    else if (this.phase === 'none' && this.time === 'lobby') this.phase = 'lobby';
  }

  openLine(): LinePhase {
    if (this.phase === 'lobby') this.closeLobby();
    else if (this.phase === 'none') this.#open('open');
    return this.phase;
  }

  switchOff(): boolean {
    const people = [...this.#all('w'), ...this.#all('t'), ...this.#all('d')].length;
    if (this.phase === 'open' && people === 0) {
      this.phase = 'none';
      this.isOpened = false;
    }
    return this.phase === 'none';
  }

  closeLobby(): void {
    this.#open('drawing');
    this.last = this.lobby.length;
  }

  draw(numbers: ReadonlyMap<string, number>): void {
    for (const place of this.lobby) {
      if (this.places.get(place)?.letter !== 'l') continue;
      this.#put(place, 'w', numbers.get(place) ?? 0);
    }
    this.lobby = [];
    this.phase = 'open';
    this.isDrawn = true;
  }

  order(place: string, id: string): boolean {
    const own = this.places.get(place);
    if (own?.letter !== 't' || own.begun === 0 || own.due !== undefined) return false;
    Object.assign(own, { letter: 's', order: id });
    this.sums.served += 1;
    return true;
  }

  giveBack(place: string): boolean {
    const own = this.places.get(place);
    if (own?.letter !== 's') return false;
    Object.assign(own, { letter: 't', begun: 1, extensions: 0 });
    this.sums.served -= 1;
    return true;
  }

  /** Those who wait, the first one first. */
  waiting(): string[] {
    const at = (place: string) => {
      const { number = 0, flags } = this.places.get(place) ?? {};
      return flags === 'm' ? number - 2 ** 40 : number;
    };
    return this.#all('w').sort((a, b) => at(a) - at(b));
  }

  answer(place: string): string {
    const own = this.places.get(place);
    if (own === undefined) return '';
    const before = own.letter === 'w' ? `/${this.waiting().indexOf(place)}` : '';
    return textOf(own) + before;
  }

  records(): Record<string, string> {
    return Object.fromEntries([...this.places].map(([place, own]) => [place, textOf(own)]));
  }

  #open(phase: LinePhase): void {
    this.phase = phase;
    this.isOpened = true;
  }

  #miss(place: string, own: ModelPlace): void {
    this.sums.missed += 1;
    if (own.flags === 'm') return this.#remove(place);
    own.letter = 'm';
    delete own.due;
    this.#comeBack(place);
  }

  #remove(place: string): void {
    if (this.places.get(place)?.letter !== 's') this.sums.left += 1;
    if (this.phase === 'lobby') this.lobby = this.lobby.filter((each) => each !== place);
    this.places.delete(place);
    this.#comeBack(place);
  }

  #comeBack(place: string): void {
    this.away.delete(place);
    this.longAway.delete(place);
  }

  #waitAtEnd(place: string): void {
    this.last += 1;
    this.#put(place, 'w', this.last);
  }

  #put(place: string, letter: ModelPlace['letter'], number = 0): void {
    this.places.set(place, { letter, number, flags: '-', begun: 0, extensions: 0, order: '' });
  }

  #all(letter: ModelPlace['letter']): string[] {
    return [...this.places].filter(([, own]) => own.letter === letter).map(([place]) => place);
  }

  #dueOf(letter: ModelPlace['letter']): [string, ModelPlace][] {
    return [...this.places]
      .filter(([, own]) => own.letter === letter && own.due !== undefined)
      .sort(([, a], [, b]) => (a.due ?? 0) - (b.due ?? 0));
  }
}

function textOf({ letter, number, flags, begun, extensions, order }: ModelPlace): string {
  const numbered = `${letter} ${number} ${flags}`;
  const texts = {
    ...{ l: 'l T', d: 'd T', w: numbered, m: `${numbered} T` },
    ...{ t: `${numbered} T ${begun} ${extensions}`, s: `${numbered} T ${order}` },
  };
  return texts[letter];
}
