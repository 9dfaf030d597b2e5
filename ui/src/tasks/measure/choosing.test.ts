import { expect, test } from "vitest";
import { aMetric } from "../../testing/samples";
import {
  allThatFit,
  byDimension,
  parameterText,
  preselected,
  requestOf,
  toggled,
  withParameter,
} from "./choosing";

const coverage = aMetric({});
const psnr = aMetric({
  id: "psnr",
  reference: "instance",
  needs: "pairs",
  dimension: "fidelity",
  modalities: ["image"],
});
const brightness = aMetric({
  id: "brightness",
  reference: "none",
  dimension: "quality",
  modalities: ["image"],
});
const all = [brightness, coverage, psnr];

test("metrics are told in the order of the dimensions, and only those that apply", () => {
  const groups = byDimension(all, "image").map(({ dimension, metrics }) => [
    dimension,
    metrics.map(({ id }) => id),
  ]);
  expect(groups).toEqual([
    ["fidelity", ["psnr"]],
    ["diversity", ["coverage"]],
    ["quality", ["brightness"]],
  ]);
  expect(byDimension(all, "table")).toHaveLength(1);
});

test("usual comparisons of sets are chosen beforehand, pairs and others are not", () => {
  const slow = aMetric({ id: "slow", usual: false });
  expect([...preselected([slow, ...all], "image", true).keys()]).toEqual(["coverage"]);
  expect([...preselected(all, "image", true).keys()]).toEqual(["coverage"]);
  expect([...preselected(all, "image", false).keys()]).toEqual(["brightness"]);
});

test("all that fit are those that the samples alone allow", () => {
  const written = aMetric({ id: "written", reference: "none", needs: "annotations" });
  const slow = aMetric({ id: "slow", usual: false });
  const every = [slow, written, ...all];
  expect([...allThatFit(every, "image", true).keys()]).toEqual(["slow", "brightness", "coverage"]);
  expect([...allThatFit(every, "image", false).keys()]).toEqual(["brightness"]);
});

test("a parameter at its default is not sent", () => {
  const chosen = withParameter(new Map([["coverage", {}]]), coverage, "k", 3);
  expect(chosen.get("coverage")).toEqual({ k: 3 });
  expect(withParameter(chosen, coverage, "k", 5).get("coverage")).toEqual({});
});

test("a choice is read by its name and a number as it is", () => {
  const parameters = [
    {
      name: "distance",
      default: 0,
      least: 0,
      most: 1,
      choices: ["euclidean", "cosine"],
      meaning: "",
    },
  ];
  expect(parameterText(aMetric({ parameters }), "distance", 1)).toBe("distance = cosine");
  expect(parameterText(coverage, "k", 3)).toBe("k = 3");
  expect(parameterText(undefined, "k", 3)).toBe("k = 3");
});

test("without a synthetic set only what needs none is asked for", () => {
  const chosen = toggled(new Map([["coverage", {}]]), "brightness");
  const draft = { real: 1, synthetic: [], chosen, networks: new Map(), seed: 7 };
  expect(requestOf(draft, all, "image")?.metrics).toEqual([
    { id: "brightness", parameters: {}, network: null },
  ]);
  expect(requestOf({ ...draft, chosen: new Map([["coverage", {}]]) }, all, "image")).toBeNull();
});

test("nothing is asked for without a real set or a seed", () => {
  const chosen = preselected(all, "image", true);
  const draft = { real: 1, synthetic: [2], chosen, networks: new Map(), seed: 1 };
  expect(requestOf(draft, all, "image")).not.toBeNull();
  expect(requestOf({ ...draft, real: null }, all, "image")).toBeNull();
  expect(requestOf({ ...draft, seed: null }, all, "image")).toBeNull();
});

test("what needs a network is asked for once one is named", () => {
  const metric = aMetric({ id: "clip_iqa", needs: "network", reference: "none" });
  const chosen = new Map([["clip_iqa", {}]]);
  const draft = { real: 1, synthetic: [], chosen, networks: new Map(), seed: 1 };
  expect(requestOf(draft, [metric], "image")).toBeNull();
  const networks = new Map([["clip_iqa", { sha256: "e1af", name: "own.onnx" }]]);
  expect(requestOf({ ...draft, networks }, [metric], "image")?.metrics).toEqual([
    { id: "clip_iqa", parameters: {}, network: "e1af" },
  ]);
});
