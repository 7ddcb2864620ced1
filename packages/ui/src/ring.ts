/** The three tones that tell somebody in another room that it is their turn: in Hz, one after the other. */
const TONES = [660, 880, 1320];
const TONE_S = 0.22;

// Made when the visitor presses something: browsers let a page ring only after that.
const audio = new AudioContext();

/** Rings once. Load this when the visitor asks for it, by a press. */
export function ring(): void {
  for (const [i, tone] of TONES.entries()) {
    const [oscillator, volume] = [audio.createOscillator(), audio.createGain()];
    const start = audio.currentTime + i * TONE_S;
    oscillator.frequency.value = tone;
    volume.gain.setValueAtTime(0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + TONE_S);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(start);
    oscillator.stop(start + TONE_S);
  }
}
