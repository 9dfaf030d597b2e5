// Pictures, recordings and tables made for a test: from a seed, alike in what they show, and
// different in nothing but what is planted.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import jpeg from "jpeg-js";

/** Numbers from 0 to 1 that are the same for the same seed. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Writes `n` files that `make` returns the bytes of, by its number; returns the folder. */
export function folderOf(parent, name, n, ending, make) {
  const folder = join(parent, name);
  mkdirSync(folder, { recursive: true });
  for (let at = 0; at < n; at += 1) {
    const file = `${name}-${String(at + 1).padStart(3, "0")}.${ending}`;
    writeFileSync(join(folder, file), make(at));
  }
  return folder;
}

/**
 * A soft texture with fine noise, as rows of numbers from 0 to 1: whatever its size, it shows the
 * same kind of thing.
 */
export function texture(seed, size) {
  const random = chance(seed);
  const waves = Array.from({ length: 7 }, () => ({
    across: tableOf(size, 0.7 + 5 * random(), random()),
    down: tableOf(size, 0.7 + 5 * random(), random()),
    height: 0.05 + 0.05 * random(),
  }));
  const middle = 0.45 + 0.1 * random();
  const values = new Float64Array(size * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      let value = middle + 0.02 * (random() + random() - 1);
      for (const { across, down, height } of waves) value += height * across[x] * down[y];
      values[y * size + x] = Math.min(0.97, Math.max(0.03, value));
    }
  }
  return values;
}

function tableOf(size, waves, phase) {
  const turn = (2 * Math.PI * waves) / size;
  return Float64Array.from({ length: size }, (_, at) => Math.sin(turn * at + 2 * Math.PI * phase));
}

/** A gray PNG of square pictures, with 8 or 16 bits a pixel. */
export function grayPng(values, size, bits = 8) {
  const bytes = bits / 8;
  const rows = Buffer.alloc(size * (1 + size * bytes));
  const most = 2 ** bits - 1;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const at = y * (1 + size * bytes) + 1 + x * bytes;
      rows.writeUIntBE(Math.round(most * values[y * size + x]), at, bytes);
    }
  }
  return pngOf(rows, size, bits, 0);
}

/** The same picture as red, green and blue of 8 bits. */
export function colorPng(values, size) {
  const rows = Buffer.alloc(size * (1 + 3 * size));
  eachColor(values, size, (at, y, rgb) => {
    for (const [channel, level] of rgb.entries()) rows[y + 1 + 3 * at + channel] = level;
  });
  return pngOf(rows, size, 8, 2);
}

/** The same picture as a JPEG. */
export function colorJpeg(values, size, quality) {
  const data = Buffer.alloc(4 * size * size, 255);
  eachColor(values, size, (at, _, rgb) => {
    for (const [channel, level] of rgb.entries()) data[4 * at + channel] = level;
  });
  return jpeg.encode({ data, width: size, height: size }, quality).data;
}

/** Hears of each pixel: where it stands, in which row, and its red, green and blue. */
function eachColor(values, size, hear) {
  for (const [at, value] of values.entries()) {
    const level = 255 * value;
    hear(at, Math.floor(at / size), [level, 0.85 * level, 0.8 * level].map(Math.round));
  }
}

function pngOf(rows, size, bits, color) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([bits, color, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, sum]);
}

/** The waves of a beat: place in seconds from its peak, width in seconds, height in millivolts. */
const BEAT = [
  [-0.2, 0.025, 0.12],
  [-0.03, 0.01, -0.12],
  [0, 0.011, 1],
  [0.03, 0.012, -0.2],
  [0.26, 0.05, 0.28],
];

/** How much each lead shows of each wave. */
const LEADS = {
  I: [1, 0.6, 0.7, 0.5, 0.9],
  II: [1.2, 0.8, 1.1, 0.8, 1.1],
  V1: [0.6, 0, -0.5, -1.5, -0.4],
  V5: [0.9, 1, 1.3, 0.9, 1.2],
};

/** A record of WFDB in 16 bits: writes the header and its samples, as many seconds as asked for. */
export function ecg(folder, name, seed, { rate, seconds = 10, leads = ["I", "II"] }) {
  const random = chance(seed);
  const length = Math.round(rate * seconds);
  const pace = 0.7 + 0.4 * random();
  const heights = BEAT.map(() => 0.8 + 0.4 * random());
  const peaks = [];
  for (let at = -pace * random(); at < seconds + 1; at += pace * (0.96 + 0.08 * random())) {
    peaks.push(at);
  }
  // The baseline wanders, and muscles tremble: the same trembling, whatever the rate it is taken at.
  const tones = [
    { turns: 0.15 + 0.2 * random(), height: 0.06 },
    ...Array.from({ length: 40 }, () => ({ turns: 5 + 115 * random(), height: 0.002 })),
  ];
  const gain = 200;
  const values = leads.map((lead) => {
    const own = new Int16Array(length);
    const shares = LEADS[lead] ?? LEADS.II;
    const clean = new Float64Array(length);
    for (const { turns, height } of tones) {
      const phase = 2 * Math.PI * random();
      const turn = (2 * Math.PI * turns) / rate;
      for (let at = 0; at < length; at += 1) clean[at] += height * Math.sin(turn * at + phase);
    }
    for (const peak of peaks) {
      for (const [wave, [from, width, height]] of BEAT.entries()) {
        const middle = peak + from;
        const first = Math.max(0, Math.ceil((middle - 5 * width) * rate));
        const last = Math.min(length - 1, Math.floor((middle + 5 * width) * rate));
        for (let at = first; at <= last; at += 1) {
          const off = (at / rate - middle) / width;
          clean[at] += shares[wave] * height * heights[wave] * Math.exp(-0.5 * off * off);
        }
      }
    }
    for (let at = 0; at < length; at += 1) own[at] = Math.round(gain * clean[at]);
    return own;
  });
  writeRecord(folder, name, { rate, names: leads, units: values, gain: `${gain}/mV` });
}

/** A folder of records, as many as asked for; returns the folder. */
export function ecgFolder(parent, name, n, seed, how) {
  const folder = join(parent, name);
  for (let at = 0; at < n; at += 1) {
    ecg(folder, `${name}-${String(at + 1).padStart(3, "0")}`, seed + at, how);
  }
  return folder;
}

/** Where the electrodes of the 10-20 system stand on a head of radius 1: to the right, and to the front. */
const ELECTRODES = {
  Fp1: [-0.3, 0.9],
  Fp2: [0.3, 0.9],
  F7: [-0.8, 0.55],
  F3: [-0.42, 0.5],
  Fz: [0, 0.48],
  F4: [0.42, 0.5],
  F8: [0.8, 0.55],
  T3: [-1, 0],
  C3: [-0.5, 0],
  Cz: [0, 0],
  C4: [0.5, 0],
  T4: [1, 0],
  T5: [-0.8, -0.55],
  P3: [-0.42, -0.5],
  Pz: [0, -0.48],
  P4: [0.42, -0.5],
  T6: [0.8, -0.55],
  O1: [-0.3, -0.9],
  O2: [0.3, -0.9],
};

/**
 * An EEG of nineteen electrodes in microvolts, as a record of WFDB: alpha waves that come and go over
 * the back of the head, slower and faster waves everywhere, blinks in front, and in some a spike.
 */
export function eeg(folder, name, seed, { rate, seconds = 20 }) {
  const random = chance(seed);
  const length = Math.round(rate * seconds);
  const places = Object.values(ELECTRODES);
  const values = places.map(() => new Float64Array(length));
  const add = ([x, y], width, wave) => {
    for (const [channel, [right, front]] of places.entries()) {
      const share = Math.exp(-((right - x) ** 2 + (front - y) ** 2) / (2 * width * width));
      if (share < 0.02) continue;
      for (let at = 0; at < length; at += 1) values[channel][at] += share * wave[at];
    }
  };
  const tone = (turns, height) => {
    const [phase, slow, sway] = [random(), 0.1 + 0.3 * random(), random()];
    return Float64Array.from({ length }, (_, at) => {
      const time = at / rate;
      const comes = 0.55 + 0.45 * Math.sin(2 * Math.PI * (slow * time + sway));
      return height * comes * Math.sin(2 * Math.PI * (turns * time + phase));
    });
  };
  const pace = 9 + 2 * random();
  for (const [side, turns] of [[-0.3, pace], [0.3, pace], [0, pace + 0.3]]) {
    add([side, -0.8], 0.55, tone(turns, 20 + 12 * random()));
  }
  for (let source = 0; source < 40; source += 1) {
    const turns = 1 + 24 * random() ** 2;
    add([2 * random() - 1, 2 * random() - 1], 0.35, tone(turns, 3 + 22 / (1 + turns)));
  }
  const bump = (middle, width, height) =>
    Float64Array.from({ length }, (_, at) => {
      const off = (at / rate - middle) / width;
      return height * Math.exp(-0.5 * off * off);
    });
  for (let blink = 0; blink < seconds / 5; blink += 1) {
    add([0, 1.1], 0.4, bump(seconds * random(), 0.07, 140));
  }
  if (random() < 0.4) {
    const middle = 1 + (seconds - 2) * random();
    add([-0.9, 0.1], 0.4, bump(middle, 0.018, -110));
    add([-0.9, 0.1], 0.5, bump(middle + 0.16, 0.07, -55));
  }
  const units = values.map((own) =>
    Int16Array.from(own, (value) => Math.round(10 * (value + 3 * (random() + random() - 1)))),
  );
  const names = Object.keys(ELECTRODES).map((electrode) => `EEG ${electrode}-REF`);
  writeRecord(folder, name, { rate, names, units, gain: "10/uV" });
}

/** Writes a record of WFDB in 16 bits: the header and its samples. */
function writeRecord(folder, name, { rate, names, units, gain }) {
  mkdirSync(folder, { recursive: true });
  const { length } = units[0];
  const samples = Buffer.alloc(2 * length * units.length);
  for (let at = 0; at < length; at += 1) {
    for (const [channel, own] of units.entries()) {
      samples.writeInt16LE(own[at], 2 * (at * units.length + channel));
    }
  }
  const lines = units.map((own, channel) => {
    const sum = own.reduce((total, value) => (total + value) & 0xffff, 0);
    const signed = sum < 0x8000 ? sum : sum - 0x10000;
    return `${name}.dat 16 ${gain} 16 0 ${own[0]} ${signed} 0 ${names[channel]}`;
  });
  const head = `${name} ${units.length} ${rate} ${length}`;
  writeFileSync(join(folder, `${name}.hea`), `${[head, ...lines].join("\n")}\n`);
  writeFileSync(join(folder, `${name}.dat`), samples);
}

/** A folder of EEGs, as many as asked for; returns the folder. */
export function eegFolder(parent, name, n, seed, how) {
  const folder = join(parent, name);
  for (let at = 0; at < n; at += 1) {
    eeg(folder, `${name}-${String(at + 1).padStart(3, "0")}`, seed + at, how);
  }
  return folder;
}

/** A table of patients, written alike whatever the seed. */
export function patients(seed, n) {
  const random = chance(seed);
  const bell = () => random() + random() + random() - 1.5;
  const rows = Array.from({ length: n }, () => {
    const age = Math.round(62 + 20 * bell());
    const height = 170 + 14 * bell();
    const weight = 0.45 * height + 18 * bell();
    return [
      age,
      random() < 0.5 ? "female" : "male",
      height.toFixed(1),
      weight.toFixed(1),
      Math.round(130 + 30 * bell() + 0.3 * (age - 62)),
      (1 + 0.4 * bell() + 0.004 * (age - 62)).toFixed(2),
      (4.2 + 0.6 * bell()).toFixed(2),
      random() < 0.3 ? "yes" : "no",
    ].join(",");
  });
  const head = "age,sex,height_cm,weight_kg,systolic,creatinine,potassium,diabetes";
  return `${[head, ...rows].join("\n")}\n`;
}
