/// Draws an icon from a name, in a style. Pure: the same name and style give the same drawing everywhere and always,
/// so that nothing but the two is kept. Must not know colours or React.

/** The styles, as the host knows them. */
export const STYLES = ["crest", "waves", "lattice", "hills", "face"] as const;
export type Style = (typeof STYLES)[number];

/** A piece of a drawing on a field of 100 by 100: an outline that is filled, or a line where `line` says how thick. */
export interface Shape {
  d: string;
  /** From 0 to 1: how much of the colour there is. */
  tone: number;
  line?: number;
}

/** Whether a name of an icon is one of a style. */
export function isStyle(icon: string): icon is Style {
  return (STYLES as readonly string[]).includes(icon);
}

/** Numbers from 0 to 1 that come of a text alone (FNV-1a into the mixer of Mulberry32). */
export function chances(text: string): () => number {
  let state = 0x811c9dc5;
  for (const unit of new TextEncoder().encode(text.normalize("NFC"))) state = Math.imul(state ^ unit, 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const round = (value: number) => Math.round(value * 100) / 100;
const at = (x: number, y: number) => `${round(x)} ${round(y)}`;
const polar = (angle: number, radius: number): [number, number] => [50 + radius * Math.sin(angle), 50 - radius * Math.cos(angle)];
const disc = (x: number, y: number, radius: number) => `M${at(x - radius, y)}a${at(radius, radius)} 0 1 0 ${at(2 * radius, 0)}a${at(radius, radius)} 0 1 0 ${at(-2 * radius, 0)}z`;

type Draw = (chance: () => number) => Shape[];

/** A family's crest: petals around a middle, within a ring. */
const crest: Draw = (chance) => {
  const petals = [4, 5, 6, 8][Math.floor(chance() * 4)] ?? 5;
  const reach = 33 + chance() * 5;
  const width = (Math.PI / petals) * (0.62 + chance() * 0.3);
  const waist = 9 + chance() * 7;
  const pointed = chance() < 0.5;
  const veined = chance() < 0.6;
  const shapes: Shape[] = [{ d: disc(50, 50, 43), tone: 0.55, line: 2.5 }];
  for (let petal = 0; petal < petals; petal += 1) {
    const angle = (petal * 2 * Math.PI) / petals;
    const [x0, y0] = polar(angle, waist);
    const [x1, y1] = polar(angle - width, reach * 0.72);
    const [x2, y2] = polar(angle - width * (pointed ? 0.25 : 0.72), reach * (pointed ? 0.95 : 1.06));
    const [x3, y3] = polar(angle, reach);
    const [x4, y4] = polar(angle + width * (pointed ? 0.25 : 0.72), reach * (pointed ? 0.95 : 1.06));
    const [x5, y5] = polar(angle + width, reach * 0.72);
    shapes.push({ d: `M${at(x0, y0)}C${at(x1, y1)} ${at(x2, y2)} ${at(x3, y3)}C${at(x4, y4)} ${at(x5, y5)} ${at(x0, y0)}z`, tone: petal % 2 === 1 && petals % 2 === 0 ? 0.5 : 0.88 });
    if (veined) {
      const [vx, vy] = polar(angle + Math.PI / petals, waist + 6);
      const [wx, wy] = polar(angle + Math.PI / petals, reach + 3);
      shapes.push({ d: `M${at(vx, vy)}L${at(wx, wy)}`, tone: 0.5, line: 1.8 });
    }
  }
  shapes.push({ d: disc(50, 50, waist * 0.55), tone: 1 });
  return shapes;
};

/** Waves of the open sea under a sun. */
const waves: Draw = (chance) => {
  const size = 15 + chance() * 7;
  const shift = chance() * size;
  const level = 38 + chance() * 14;
  const shapes: Shape[] = [{ d: disc(26 + chance() * 48, level - 12, 9 + chance() * 7), tone: 0.9 }];
  for (let row = 0, y = level; y < 118; row += 1, y += size / 2) {
    // Each wave lies over the row behind it: its water is laid first, then its crests.
    for (let x = -size * 2 + shift + (row % 2) * size; x < 100 + size * 2; x += size * 2) {
      shapes.push({ d: disc(x, y + size / 2, size), tone: -1 });
      for (const [part, tone] of [[1, 0.85], [0.68, 0.55], [0.36, 0.3]] as const) {
        const radius = size * part;
        shapes.push({ d: `M${at(x - radius, y + size / 2)}a${at(radius, radius)} 0 0 1 ${at(2 * radius, 0)}`, tone, line: 2.2 });
      }
    }
  }
  return shapes;
};

/** A lattice of wood: triangles, some of them closed. */
const lattice: Draw = (chance) => {
  const side = 22 + chance() * 10;
  const height = (side * Math.sqrt(3)) / 2;
  const turn = (Math.floor(chance() * 3) * Math.PI) / 6;
  const closed = 0.25 + chance() * 0.2;
  const spin = (x: number, y: number): [number, number] => [50 + (x - 50) * Math.cos(turn) - (y - 50) * Math.sin(turn), 50 + (x - 50) * Math.sin(turn) + (y - 50) * Math.cos(turn)];
  const shapes: Shape[] = [];
  for (let row = -3; row <= 3; row += 1) {
    for (let column = -4; column <= 4; column += 1) {
      const x = 50 + column * side + ((row & 1) === 0 ? 0 : side / 2);
      const y = 50 + row * height - height / 2;
      for (const up of [true, false]) {
        const corners: [number, number][] = up ? [spin(x - side / 2, y + height), spin(x + side / 2, y + height), spin(x, y)] : [spin(x, y), spin(x + side, y), spin(x + side / 2, y + height)];
        const middle: [number, number] = [(corners[0]![0] + corners[1]![0] + corners[2]![0]) / 3, (corners[0]![1] + corners[1]![1] + corners[2]![1]) / 3];
        const outline = `M${corners.map(([cx, cy]) => at(cx, cy)).join("L")}z`;
        if (chance() < closed) shapes.push({ d: outline, tone: chance() < 0.4 ? 0.85 : 0.35 });
        shapes.push({ d: outline, tone: 0.75, line: 1.8 });
        // The leaf of hemp: from the middle to each corner.
        shapes.push({ d: corners.map(([cx, cy]) => `M${at(...middle)}L${at(cx, cy)}`).join(""), tone: 0.5, line: 1.4 });
      }
    }
  }
  return shapes;
};

/** Hills behind hills, and the moon. */
const hills: Draw = (chance) => {
  const moon = { x: 26 + chance() * 48, y: 22 + chance() * 12, radius: 8 + chance() * 6 };
  const shapes: Shape[] = [{ d: disc(moon.x, moon.y, moon.radius), tone: 0.85 }];
  const ranges = 3 + Math.floor(chance() * 2);
  for (let range = 0; range < ranges; range += 1) {
    const base = 42 + (range * 44) / ranges + chance() * 6;
    const steep = 7 + chance() * 12;
    const peaks = 1.1 + chance() * 1.3;
    const phase = chance() * Math.PI * 2;
    const points: string[] = [];
    for (let x = 0; x <= 100; x += 4) {
      const y = base - steep * Math.sin((x / 100) * Math.PI * peaks + phase) - steep * 0.3 * Math.sin((x / 100) * Math.PI * peaks * 2.3 + phase * 1.7);
      points.push(at(x, y));
    }
    shapes.push({ d: `M0 100L${points.join("L")}L100 100z`, tone: -1 }, { d: `M0 100L${points.join("L")}L100 100z`, tone: 0.25 + (0.65 * range) / (ranges - 1) });
  }
  return shapes;
};

/** A face as a brush would draw it: hair, eyes, a collar, sometimes glasses. */
const face: Draw = (chance) => {
  const wide = 17 + chance() * 3;
  const fringe = Math.floor(chance() * 4);
  const long = chance() < 0.5;
  const glasses = chance() < 0.35;
  const smile = 2 + chance() * 3;
  const eye = 6.5 + chance() * 2;
  const shapes: Shape[] = [];
  if (long) shapes.push({ d: `M${at(50 - wide - 6, 46)}C${at(50 - wide - 8, 8)} ${at(50 + wide + 8, 8)} ${at(50 + wide + 6, 46)}L${at(50 + wide + 8, 78)}Q50 86 ${at(50 - wide - 8, 78)}z`, tone: 0.9 });
  // Shoulders and the neck before the hair behind them.
  shapes.push({ d: "M14 104C16 80 34 74 50 74S84 80 86 104z", tone: -1 }, { d: "M14 104C16 80 34 74 50 74S84 80 86 104z", tone: 0.55 }, { d: "M43 62h14v14q-7 9-14 0z", tone: -1 }, { d: "M43 62h14v14q-7 9-14 0z", tone: 0.12 });
  const head = `M${at(50 - wide, 42)}C${at(50 - wide, 16)} ${at(50 + wide, 16)} ${at(50 + wide, 42)}C${at(50 + wide, 60)} 58 70 50 70S${at(50 - wide, 60)} ${at(50 - wide, 42)}z`;
  shapes.push({ d: head, tone: -1 }, { d: head, tone: 0.1 });
  const top = `M${at(50 - wide - 3, 46)}C${at(50 - wide - 6, 8)} ${at(50 + wide + 6, 8)} ${at(50 + wide + 3, 46)}`;
  const under = [
    `C${at(50 + wide - 2, 34)} 58 30 50 31S${at(50 - wide + 2, 34)} ${at(50 - wide - 3, 46)}z`,
    `C${at(50 + wide - 4, 28)} 60 26 34 30C${at(50 - wide + 1, 34)} ${at(50 - wide, 40)} ${at(50 - wide - 3, 46)}z`,
    `C${at(50 + wide, 36)} 66 32 66 26C56 36 40 34 ${at(50 - wide - 3, 46)}z`,
    `L${at(50 + wide - 2, 34)}L${at(50 - wide + 2, 34)}z`,
  ][fringe] ?? "z";
  shapes.push({ d: top + under, tone: 0.95 });
  shapes.push({ d: disc(50 - eye, 46, 1.9), tone: 1 }, { d: disc(50 + eye, 46, 1.9), tone: 1 });
  shapes.push({ d: `M${at(50 - smile, 57)}Q50 ${round(58 + smile * 0.7)} ${at(50 + smile, 57)}`, tone: 0.9, line: 1.7 });
  if (glasses) shapes.push({ d: `${disc(50 - eye, 46, 5.6)}${disc(50 + eye, 46, 5.6)}M${at(50 - eye + 5.6, 46)}L${at(50 + eye - 5.6, 46)}`, tone: 0.85, line: 1.5 });
  shapes.push({ d: chance() < 0.5 ? "M36 77L50 92L64 77" : "M40 77Q50 88 60 77", tone: 0.95, line: 2.6 });
  return shapes;
};

const DRAW: Record<Style, Draw> = { crest, waves, lattice, hills, face };

/** The drawing of a name in a style. A tone of -1 is the ground showing again, over what lies behind. */
export function drawn(style: Style, name: string): Shape[] {
  return DRAW[style](chances(`${style}\u0000${name}`));
}
