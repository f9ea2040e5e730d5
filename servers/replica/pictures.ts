import { random } from './random.ts';
import { sceneOf } from './scenes.ts';

/**
 * Draws an invented picture as SVG: `face/7`, `photo/12/680/510`.
 * @returns null when the address names none
 */
export function drawPicture(path: string): string | null {
  const [kind, number, width, height] = path.replace(/\.svg$/, '').split('/');
  const seed = Number(number);
  if (!Number.isInteger(seed)) return null;
  if (kind === 'face') return face(seed);
  if (kind === 'photo') return photo(seed, Number(width) || 680, Number(height) || 510);
  return null;
}

function face(seed: number): string {
  const next = random(seed * 7919 + 3);
  const hue = Math.floor(next() * 360);
  const skin = ['#f3cfb3', '#e8b48f', '#c98d63', '#9a6444', '#f6dcc8'][Math.floor(next() * 5)];
  const hair = ['#3b2a20', '#6d4a2f', '#1f1f24', '#b98546', '#8a8a8f'][Math.floor(next() * 5)];
  const long =
    next() > 0.5 ? `<path d="M26 40q0-24 24-24t24 24v22q-6 6-10 0V42H36v20q-4 6-10 0z" fill="${hair}"/>` : '';
  return svg(
    100,
    100,
    `<rect width="100" height="100" fill="hsl(${hue} 45% 78%)"/>
<circle cx="${20 + next() * 60}" cy="18" r="34" fill="hsl(${(hue + 40) % 360} 60% 86%)" opacity=".7"/>${long}
<path d="M14 104q2-34 36-34t36 34z" fill="hsl(${(hue + 180) % 360} 38% 52%)"/>
<rect x="43" y="56" width="14" height="20" rx="7" fill="${skin}"/>
<ellipse cx="50" cy="44" rx="18" ry="21" fill="${skin}"/>
<path d="M31 42q-2-22 19-23 21 1 19 23-5-12-12-14-12 5-26 14z" fill="${hair}"/>
<circle cx="43" cy="45" r="1.8" fill="#2b2320"/><circle cx="57" cy="45" r="1.8" fill="#2b2320"/>
<path d="M44 54q6 5 12 0" stroke="#8c4a3c" stroke-width="1.8" fill="none" stroke-linecap="round"/>`,
  );
}

function photo(seed: number, width: number, height: number): string {
  return svg(width, height, sceneOf(seed, width, height));
}

function svg(width: number, height: number, inner: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="xMidYMid slice">${inner}</svg>`;
}
