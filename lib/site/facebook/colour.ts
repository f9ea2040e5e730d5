/** Red, green, blue and opacity, each 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** Reads a CSS colour written as #hex, rgb() or hsl(); null for anything else. */
export function readColour(text: string): Colour | null {
  const hex = /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) return ofHex(hex);
  const call = /^(rgb|hsl)a?\(([^()]*)\)$/i.exec(text.trim());
  if (call === null) return null;
  const parts = (call[2] ?? '').split(/[\s,/]+/).filter((part) => part !== '');
  if (parts.length < 3 || parts.length > 4) return null;
  const alpha = share(parts[3] ?? '1', 1);
  const [a = '', b = '', c = ''] = parts;
  const colour =
    call[1]?.toLowerCase() === 'rgb' ? [share(a, 255), share(b, 255), share(c, 255)] : ofHsl(a, b, c);
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = colour;
  return [red, green, blue, alpha].every(Number.isFinite) ? [red, green, blue, alpha] : null;
}

/** How bright a colour is to the eye, 0 (black) to 1 (white), as WCAG measures it. */
export function luminance([red, green, blue]: Colour): number {
  const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Contrast of two colours, 1 (the same) to 21, as WCAG measures it. */
export function contrast(one: Colour, other: Colour): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** What is seen of a colour that lies over another, which nothing shines through. */
export function laidOver([red, green, blue, alpha]: Colour, below: Colour): Colour {
  const mix = (part: number, under: number) => part * alpha + under * (1 - alpha);
  return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1];
}

function ofHex(hex: string): Colour {
  const long = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex;
  const part = (at: number) => Number.parseInt(long.slice(at, at + 2) || 'ff', 16) / 255;
  return [part(0), part(2), part(4), part(6)];
}

function share(text: string, whole: number): number {
  return text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text) / whole;
}

function ofHsl(h: string, s: string, l: string): number[] {
  const hue = Number(h.replace(/deg$/, ''));
  const saturation = Number(s.replace('%', '')) / 100;
  const light = Number(l.replace('%', '')) / 100;
  const reach = saturation * Math.min(light, 1 - light);
  return [0, 8, 4].map((n) => {
    const k = (n + hue / 30) % 12;
    return light - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  });
}
