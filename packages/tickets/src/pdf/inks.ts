import { huesOf } from '@onsale/ui/hues';

/** What is printed with, as #rrggbb. */
export const INK = '#1a1813';
export const INK_SOFT = '#5d574a';
export const INK_FAINT = '#d6cfbd';

/** The inks of an event, as the shop has them in the light. */
export function inksOf(eventId: string): { first: string; second: string; tint: string } {
  const { first, second } = huesOf(eventId);
  return {
    first: hexOf(0.46, 0.15, first),
    second: hexOf(0.72, 0.1, second),
    tint: hexOf(0.95, 0.025, first),
  };
}

// Oklch to sRGB, by https://bottosson.github.io/posts/oklab/; what sRGB doesn't have is clipped.
function hexOf(lightness: number, chroma: number, hue: number): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear.map((value) => hexByte(gamma(value))).join('')}`;
}

function gamma(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

function hexByte(value: number): string {
  const byte = Math.round(Math.min(1, Math.max(0, value)) * 255);
  return byte.toString(16).padStart(2, '0');
}
