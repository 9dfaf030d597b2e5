import { describe, expect, it } from "vitest";
import { bandAt, filtered, sectionsAt } from "./filter";

/**
 * Five seconds of a tone, a slow wave, a saw and a spike. The expected values are from SciPy 1.12.0:
 * `butter(2, …, output="sos")` at the frequencies where both passes lose 3 dB, and
 * `sosfiltfilt(…, padtype="odd", padlen=3 * rate)`.
 */
function made(rate: number): Float64Array {
  return Float64Array.from({ length: 5 * rate }, (_, at) => {
    const turn = (2 * Math.PI * at) / rate;
    const spike = at === 2 * rate ? 120 : 0;
    return (
      40 * Math.sin(10 * turn) + 15 * Math.cos(0.3 * turn) + (((at * 7919) % 13) - 6) + spike + 30
    );
  });
}

const EXPECTED: readonly (readonly [number, readonly (readonly [number, number])[]])[] = [
  [
    256,
    [
      [0, -0.0034688737462276187],
      [1, 11.747112906825308],
      [128, 8.732301936328623],
      [512, 74.38245757680902],
      [513, 43.188744530902866],
      [785, -26.413568125994843],
      [1279, 0.4627164182297441],
    ],
  ],
  [
    160,
    [
      [0, 0.008808515400566819],
      [1, 17.53554478348832],
      [320, 99.06028908415698],
      [497, 18.109878921264016],
      [799, 0.11265723670792704],
    ],
  ],
  [
    128,
    [
      [0, -0.006660361369277723],
      [64, 9.766611020523612],
      [256, 115.23063928220371],
      [401, 40.710022428820224],
      [639, -0.1979329062155184],
    ],
  ],
];

describe("the display filter of an EEG", () => {
  it.each(EXPECTED)("at %i Hz gives the values of SciPy", (rate, expected) => {
    const values = filtered(made(rate), rate);
    for (const [at, value] of expected) expect(values[at]).toBeCloseTo(value, 8);
  });

  it("is the filter of SciPy, section by section", () => {
    const [high, low] = sectionsAt(256);
    expect(high?.b[1]).toBeCloseTo(-1.9861253463529918, 13);
    expect(high?.a[1]).toBeCloseTo(0.9861734734355019, 13);
    expect(low?.b[0]).toBeCloseTo(0.4069084619550376, 13);
    expect(low?.a[0]).toBeCloseTo(0.4240869975305979, 13);
  });

  it("loses 3 dB at 0.5 and at 70 Hz, and nothing between", () => {
    const rate = 512;
    const kept = (hz: number) => {
      const tone = Float64Array.from({ length: 60 * rate }, (_, at) =>
        Math.sin((2 * Math.PI * hz * at) / rate),
      );
      const middle = filtered(tone, rate).subarray(20 * rate, 40 * rate);
      return Math.sqrt(2 * (middle.reduce((sum, one) => sum + one * one, 0) / middle.length));
    };
    expect(kept(0.5)).toBeCloseTo(Math.SQRT1_2, 3);
    expect(kept(70)).toBeCloseTo(Math.SQRT1_2, 3);
    expect(kept(10)).toBeCloseTo(1, 3);
    expect(kept(50)).toBeGreaterThan(0.88); // mains stay: there is no notch
  });

  it("has no upper end where the rate holds none, and is none where it holds neither", () => {
    expect([141, 140, 2, 1].map(bandAt)).toEqual(["both", "low", "low", "none"]);
    expect(sectionsAt(140)).toHaveLength(1);
    expect([...filtered(Float64Array.of(1, 5), 1)]).toEqual([1, 5]);
  });

  it("leaves a gap, and does not carry over it", () => {
    const values = made(160);
    const cut = Float64Array.from(values);
    cut[400] = Number.NaN;
    const [before, after] = [filtered(cut, 160), filtered(values.slice(0, 400), 160)];
    expect(before[400]).toBeNaN();
    expect([...before.subarray(0, 400)]).toEqual([...after]);
    expect(filtered(Float64Array.of(Number.NaN, 7, Number.NaN), 160)[1]).toBeCloseTo(0, 9);
  });

  it("keeps a spike where it is", () => {
    const spike = new Float64Array(2560);
    spike[1000] = 100;
    const seen = filtered(spike, 256);
    expect(seen.indexOf(Math.max(...seen))).toBe(1000);
    expect(seen[999]).toBeCloseTo(seen[1001] ?? 0, 6);
  });
});
