import { random } from './random.ts';

type Next = () => number;

/** Inner SVG of an invented photograph: hills, a sea, a town or a meadow, in soft colours. */
export function sceneOf(seed: number, width: number, height: number): string {
  const next = random(seed * 104_729 + 11);
  const hue = Math.floor(next() * 360);
  const draw = SCENES[Math.floor(next() * SCENES.length)] ?? hills;
  return sky(hue, width, height, next) + draw(hue, width, height, next);
}

const SCENES = [hills, sea, town, meadow];

function sky(hue: number, width: number, height: number, next: Next): string {
  const warm = next() > 0.5 ? 32 : 205;
  return `<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl(${(hue % 50) + 190} 55% ${66 + next() * 14}%)"/>
<stop offset=".75" stop-color="hsl(${warm} 80% 90%)"/></linearGradient></defs><rect width="${width}" height="${height}" fill="url(#s)"/>${clouds(width, height, next)}`;
}

function clouds(width: number, height: number, next: Next): string {
  return several(5, () => {
    const size = height * (0.05 + next() * 0.07);
    const at = `cx="${next() * width}" cy="${height * (0.08 + next() * 0.3)}"`;
    return `<ellipse ${at} rx="${size * 3}" ry="${size * 0.55}" fill="#fff" opacity="${0.25 + next() * 0.35}"/>`;
  });
}

function hills(hue: number, width: number, height: number, next: Next): string {
  const ranges = [0.5, 0.62, 0.76].map((level, i) => {
    const points = Array.from({ length: 6 }, (_, x) => [
      (x / 5) * width,
      height * (level + (next() - 0.5) * 0.16),
    ]);
    return `<path d="${smooth(points, width, height)}" fill="hsl(${(hue % 70) + 90 + i * 14} ${18 + i * 9}% ${66 - i * 15}%)"/>`;
  });
  return `<circle cx="${width * (0.2 + next() * 0.6)}" cy="${height * 0.26}" r="${height * 0.07}" fill="#fff8e1"/>${ranges.join('')}${trees(14, width, height, next)}`;
}

function sea(hue: number, width: number, height: number, next: Next): string {
  const x = width * (0.25 + next() * 0.5);
  const line = height * 0.52;
  const sail = height * 0.16;
  const waves = several(26, (i) => {
    const y = line + ((i + 1) / 27) ** 1.6 * height * 0.46;
    const long = width * (0.06 + next() * 0.18);
    return `<rect x="${next() * width}" y="${y}" width="${long}" height="${1 + i / 8}" rx="2" fill="#fff" opacity=".22"/>`;
  });
  return `<rect y="${line}" width="${width}" height="${height}" fill="hsl(${(hue % 40) + 185} 45% 52%)"/>
<rect y="${height * 0.86}" width="${width}" height="${height}" fill="hsl(40 48% 76%)"/>${waves}
<path d="M${x} ${line - sail}v${sail}h${sail * 0.6}z" fill="#fffdf6"/><path d="M${x - sail * 0.4} ${line + 4}h${sail * 1.2}l-${sail * 0.2} ${sail * 0.2}h-${sail * 0.8}z" fill="#7b4a35"/>`;
}

function town(hue: number, width: number, height: number, next: Next): string {
  const houses = several(7, (i) => {
    const wide = width / 7;
    const tall = height * (0.32 + next() * 0.2);
    const [x, y] = [i * wide, height * 0.86 - tall];
    const wall = `hsl(${(hue + i * 47) % 360} 42% ${70 + next() * 12}%)`;
    const windows = several(6, (w) => {
      const at = `x="${x + wide * (0.18 + (w % 2) * 0.38)}" y="${y + tall * (0.16 + Math.floor(w / 2) * 0.26)}"`;
      return `<rect ${at} width="${wide * 0.22}" height="${tall * 0.15}" fill="${next() > 0.4 ? '#4a5a6b' : '#ffe6a3'}"/>`;
    });
    return `<rect x="${x}" y="${y}" width="${wide}" height="${tall}" fill="${wall}"/>
<path d="M${x - 3} ${y}l${wide / 2 + 3} ${-tall * 0.22}l${wide / 2 + 3} ${tall * 0.22}z" fill="hsl(${12 + next() * 16} 44% 44%)"/>${windows}`;
  });
  return `${houses}<rect y="${height * 0.86}" width="${width}" height="${height * 0.14}" fill="#b9b3a9"/>`;
}

function meadow(hue: number, width: number, height: number, next: Next): string {
  const flowers = several(60, (i) => {
    const depth = (i + 1) / 60;
    const at = `cx="${next() * width}" cy="${height * (0.6 + depth * 0.4)}"`;
    return `<circle ${at} r="${2 + depth * height * 0.018}" fill="hsl(${(hue + next() * 70) % 360} 72% ${68 + next() * 16}%)"/>`;
  });
  const ground = `<rect y="${height * 0.55}" width="${width}" height="${height}" fill="hsl(${95 + next() * 30} 36% 50%)"/>`;
  return `${trees(9, width, height * 0.64, next)}${ground}${flowers}`;
}

function trees(count: number, width: number, height: number, next: Next): string {
  return several(count, () => {
    const size = height * (0.05 + next() * 0.09);
    const [x, y] = [next() * width, height * (0.84 + next() * 0.14)];
    const green = `hsl(${110 + next() * 50} 28% ${24 + next() * 14}%)`;
    return `<path d="M${x} ${y - size * 2}l${size * 0.6} ${size}h-${size * 0.25}l${size * 0.4} ${size}h-${size * 1.5}l${size * 0.4} -${size}h-${size * 0.25}z" fill="${green}"/>`;
  });
}

function smooth(points: readonly (readonly number[])[], width: number, height: number): string {
  const curve = points.slice(1).map(([x = 0, y = 0], i) => {
    const [px = 0, py = 0] = points[i] ?? [];
    return `C${(px + x) / 2} ${py} ${(px + x) / 2} ${y} ${x} ${y}`;
  });
  return `M0 ${points[0]?.[1] ?? 0}${curve.join('')}L${width} ${height}L0 ${height}z`;
}

function several(count: number, draw: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => draw(i)).join('');
}
