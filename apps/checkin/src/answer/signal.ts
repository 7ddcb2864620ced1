import type { AnswerLook } from './AnswerSymbol.tsx';

/** What is heard and felt with an answer. */
export interface Signal {
  /** Notes one after the other: Hz and ms; 0 Hz is silence. */
  notes: readonly (readonly [hertz: number, ms: number])[];
  /** On, off, on … in ms, as `navigator.vibrate` takes it. */
  vibration: readonly number[];
}

/**
 * Known apart without looking: up is in; twice the same is in before; one long low one is no; one in the middle is
 * wait; a question goes up at its end.
 */
export const SIGNALS: Record<AnswerLook, Signal> = {
  welcome: {
    notes: [
      [880, 70],
      [1320, 110],
    ],
    vibration: [60],
  },
  already_in: {
    notes: [
      [520, 120],
      [0, 60],
      [520, 120],
    ],
    vibration: [120, 80, 120],
  },
  not_valid: { notes: [[196, 450]], vibration: [450] },
  not_yet: { notes: [[440, 220]], vibration: [220] },
  undecided: {
    notes: [
      [440, 90],
      [0, 50],
      [440, 90],
      [0, 50],
      [660, 140],
    ],
    vibration: [80, 60, 80, 60, 80],
  },
  undone: {
    notes: [
      [660, 80],
      [440, 120],
    ],
    vibration: [60],
  },
};

let audio: AudioContext | undefined;

/**
 * Lets sounds be made: browsers want a tap before the first. Call it in one; it does no harm to call it in each.
 */
export function wakeSound(): void {
  if (typeof AudioContext === 'undefined') return;
  audio ??= new AudioContext();
  if (audio.state !== 'running') void audio.resume().catch(() => undefined);
}

/** Plays an answer, and shakes where the device can. */
export function giveSignal(
  look: AnswerLook,
  { sound, vibration }: { sound: boolean; vibration: boolean },
): void {
  const signal = SIGNALS[look];
  // Not on iPhones, and not where the system forbids it.
  if (vibration) navigator.vibrate?.([...signal.vibration]);
  if (sound) play(signal);
}

// Square waves: the speaker of a phone is heard over a crowd by what it has above 1 kHz.
function play({ notes }: Signal): void {
  if (audio === undefined || audio.state !== 'running') return;
  const gain = audio.createGain();
  gain.connect(audio.destination);
  let atS = audio.currentTime + 0.01;
  const startS = atS;
  gain.gain.setValueAtTime(0, startS);
  for (const [hertz, ms] of notes) {
    const endS = atS + ms / 1000;
    if (hertz > 0) {
      const tone = audio.createOscillator();
      tone.type = 'square';
      tone.frequency.value = hertz;
      tone.connect(gain);
      gain.gain.linearRampToValueAtTime(0.35, atS + 0.005);
      gain.gain.setValueAtTime(0.35, endS - 0.01);
      gain.gain.linearRampToValueAtTime(0, endS);
      tone.start(atS);
      tone.stop(endS);
    }
    atS = endS;
  }
}
