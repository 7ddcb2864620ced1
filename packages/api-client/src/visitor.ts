const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'focus'] as const;

let touchedAtMs = Date.now();
let isWatched = false;

/** When the visitor last did something with this page: Unix time in ms. */
export function lastTouchMs(): number {
  if (!isWatched && typeof window !== 'undefined') {
    isWatched = true;
    const touch = () => void (touchedAtMs = Date.now());
    for (const input of INPUTS) window.addEventListener(input, touch, { passive: true });
    document.addEventListener('visibilitychange', touch);
  }
  return touchedAtMs;
}
