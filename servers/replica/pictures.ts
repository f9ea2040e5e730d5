import { random } from './random.ts';

/**
 * Draws an invented picture as SVG: `face/7`, `photo/12/680/510`, `cover/3`.
 * @returns null when the address names none
 */
export function drawPicture(path: string): string | null {
  const [kind, number, width, height] = path.replace(/\.svg$/, '').split('/');
  const seed = Number(number);
  if (!Number.isInteger(seed)) return null;
  if (kind === 'face') return face(seed);
  if (kind === 'photo') return landscape(seed, Number(width) || 680, Number(height) || 510);
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

function landscape(seed: number, width: number, height: number): string {
  const next = random(seed * 104_729 + 11);
  const hue = Math.floor(next() * 360);
  const hills = [0.55, 0.68, 0.82].map((level, i) => {
    const top = height * level;
    const points = [0, 0.25, 0.5, 0.75, 1].map((x) => `${x * width} ${top + (next() - 0.5) * height * 0.22}`);
    const colour = `hsl(${(hue + 90 + i * 18) % 360} ${28 + i * 6}% ${62 - i * 13}%)`;
    return `<path d="M0 ${height}L${points.join(' L')}L${width} ${height}z" fill="${colour}" stroke="${colour}" stroke-width="${height / 14}" stroke-linejoin="round"/>`;
  });
  const trees = Array.from({ length: 7 }, () => {
    const x = next() * width;
    const y = height * (0.78 + next() * 0.18);
    const size = height * (0.05 + next() * 0.07);
    return `<path d="M${x} ${y - size * 2}l${size * 0.7} ${size * 2}h${-size * 1.4}z" fill="hsl(${(hue + 120) % 360} 30% 30%)" opacity=".75"/>`;
  });
  return svg(
    width,
    height,
    `<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl(${hue} 62% 76%)"/>
<stop offset="1" stop-color="hsl(${(hue + 48) % 360} 78% 92%)"/></linearGradient></defs>
<rect width="${width}" height="${height}" fill="url(#s)"/>
<circle cx="${width * (0.2 + next() * 0.6)}" cy="${height * 0.3}" r="${height * 0.1}" fill="#fff6dc"/>${hills.join('')}${trees.join('')}`,
  );
}

function svg(width: number, height: number, inner: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="xMidYMid slice">${inner}</svg>`;
}
