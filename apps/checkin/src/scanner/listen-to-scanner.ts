import { typedOn } from './us-keyboard.ts';

/** From one key to the next a scanner takes 1 to 50 ms, over a poor radio link now and then more. */
const LONGEST_GAP_MS = 150;
/** On average. Of people, the fastest take 80. */
const MEAN_GAP_MS = 60;
/** What is shorter was typed by a person. A code to sign in has 10 characters, that of a ticket 144. */
const LEAST_CHARACTERS = 10;
/**
 * So many in a row no person types so fast: from then on, keys no longer reach what they would be typed into. Two or
 * three are a roll of the fingers.
 */
const SURELY_SCANNED = 6;
const SURE_GAP_MS = 35;
/** A scanner that sends no Enter has ended when nothing came for so long. */
const SILENCE_MS = 250;
/** So many characters are then enough, also from a slow one. */
const LEAST_WITHOUT_ENTER = 40;
/** A page full of text is no code. */
const MOST_CHARACTERS = 1000;
/** How scanners may say what kind of code it was, before it. */
const SYMBOLOGY = /^\]Q\d/;

type Field = Pick<HTMLInputElement, 'value' | 'dispatchEvent'>;

/**
 * Calls `onCode` with each code that a scanner types, wherever the focus is; what people type is left alone. Of a
 * field that has the focus meanwhile, what stood there before is put back. Returns how to end it.
 */
export function listenToScanner(target: EventTarget, onCode: (text: string) => void): () => void {
  const end = new AbortController();
  let typed = '';
  let fastGaps = 0;
  let isSure = false;
  let startedAtMs = 0;
  let lastAtMs = 0;
  let field: { element: Field; before: string } | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const forget = () => {
    clearTimeout(silence);
    typed = '';
    fastGaps = 0;
    isSure = false;
    field = undefined;
  };
  const finish = (least: number): boolean => {
    const code = typed.replace(SYMBOLOGY, '').trim();
    const meanGapMs = (lastAtMs - startedAtMs) / (typed.length - 1);
    const isScanned = code.length >= least && meanGapMs <= MEAN_GAP_MS;
    if (isScanned && field !== undefined) putBack(field.element, field.before);
    forget();
    if (isScanned) onCode(code);
    return isScanned;
  };
  const onKey = (raw: Event) => {
    const event = raw as KeyboardEvent;
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const gapMs = event.timeStamp - lastAtMs;
    if (gapMs > LONGEST_GAP_MS) forget();
    if (event.key === 'Enter' || event.key === 'Tab') {
      // Nothing is sent or left by it.
      if (finish(LEAST_CHARACTERS)) take(event);
      return;
    }
    const character = typedOn(event);
    // Shift and the like.
    if (character === undefined) return;
    // A key that is held down.
    if (event.repeat || typed.length >= MOST_CHARACTERS) return forget();
    if (typed === '') {
      field = fieldOf(event.target);
      startedAtMs = event.timeStamp;
    }
    fastGaps = typed !== '' && gapMs <= SURE_GAP_MS ? fastGaps + 1 : 0;
    isSure = fastGaps >= SURELY_SCANNED;
    lastAtMs = event.timeStamp;
    typed += character;
    if (isSure) take(event);
    clearTimeout(silence);
    silence = setTimeout(() => {
      finish(isSure ? LEAST_CHARACTERS : LEAST_WITHOUT_ENTER);
    }, SILENCE_MS);
  };
  target.addEventListener('keydown', onKey, { capture: true, signal: end.signal });
  return () => {
    forget();
    end.abort();
  };
}

function take(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function fieldOf(target: EventTarget | null): { element: Field; before: string } | undefined {
  const element = target as Partial<Field> | null;
  if (typeof element?.value !== 'string') return undefined;
  return { element: element as Field, before: element.value };
}

function putBack(element: Field, before: string): void {
  if (element.value === before) return;
  element.value = before;
  // What draws the page must hear of it.
  element.dispatchEvent(new Event('input', { bubbles: true }));
}
