import { expect, test } from "vitest";
import { assetId } from "../../src/model/ids.ts";
import type { Trace, TracePath } from "../../src/model/trace.ts";
import { erasureJsonReporter } from "../../src/report/erasure-json.ts";
import { erasureTextReporter } from "../../src/report/erasure-text.ts";
import { traceJsonReporter } from "../../src/report/trace-json.ts";
import { traceMermaidReporter } from "../../src/report/trace-mermaid.ts";
import { traceTextReporter } from "../../src/report/trace-text.ts";
import { golden } from "../support/goldens.ts";
import { sources } from "../support/review-places.ts";
import { ascii, plain } from "../support/reviews.ts";
import { erasure, whyTrace, wideTrace } from "../support/traces.ts";

const text = (trace: Trace, paint = plain): string =>
  traceTextReporter.render({ trace, sources }, paint);

test("why: one line per step with its place, then the ways that are masked", async () => {
  await expect(text(whyTrace)).toMatchFileSnapshot(golden("trace-text/why.txt"));
});

test("what is shared is drawn once, and nothing that is left out or assumed is hidden", async () => {
  await expect(text(wideTrace)).toMatchFileSnapshot(golden("trace-text/down.txt"));
  await expect(text(wideTrace, ascii)).toMatchFileSnapshot(golden("trace-text/ascii.txt"));
});

test("an answer without a path says so in one line", () => {
  const none = { ...whyTrace, paths: [], total: 0, stopped: { paths: [], total: 0 } };
  expect(text(none)).toBe(
    "growth/segmentation-model does not carry pii.contact; it carries pii.contact, pii.pseudonymous\n",
  );
  expect(text({ ...none, question: { asks: "up" } })).toBe(
    "nothing leads to growth/segmentation-model\n",
  );
  const target = { asset: assetId("dataset", "a/b") };
  expect(text({ ...none, question: { asks: "to", target } })).toBe(
    "no data runs between growth/segmentation-model and a/b\n",
  );
});

test("several stopped ways are named one by one, and the rest is counted", () => {
  const [one] = whyTrace.stopped.paths;
  const stopped = { paths: Array.from({ length: 7 }, () => one as TracePath), total: 30 };
  const shown = text({ ...whyTrace, stopped });
  expect(shown).toContain("30 other paths are masked\n");
  expect(shown.match(/from shop\/customers#email: sha256/gu)).toHaveLength(5);
  expect(shown).toContain("and 25 more paths\n");
});

test("a long way keeps to the page and numbers its steps", () => {
  const [path] = whyTrace.paths;
  const hops = Array.from({ length: 60 }, (_, index) => ({
    ...path!.hops[1]!,
    asset: assetId("dataset", `a/t${index}`),
  }));
  const shown = text({ ...whyTrace, paths: [{ hops, certain: true }] });
  expect(shown).toMatch(/\(59\) a\/t59#email/u);
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThan(110);
});

test("no name can move the cursor or end a line", () => {
  const asset = assetId("dataset", "a/\u001b[2J\nb\u202e");
  const shown = text({
    ...whyTrace,
    paths: [{ hops: [{ asset, via: "start", certain: true }], certain: true }],
  });
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
  expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/u);
  expect(shown).toContain("a/\\x1b[2J\\x0ab\\u202e");
});

test("programs get every step with its location", async () => {
  await expect(traceJsonReporter.render({ trace: wideTrace, sources }, plain)).toMatchFileSnapshot(
    golden("trace-json/down.json"),
  );
  const json = JSON.parse(traceJsonReporter.render({ trace: whyTrace, sources }, plain));
  expect(json).toMatchObject({ asks: "why", tag: "pii.contact", stopped: { total: 1 } });
});

test("the assets on the paths are drawn with arrows as data runs", async () => {
  const draw = (trace: Trace): string => traceMermaidReporter.render({ trace, sources }, plain);
  await expect(draw(wideTrace)).toMatchFileSnapshot(golden("trace-mermaid/down.mmd"));
  const [path] = whyTrace.paths;
  const upwards: Trace = {
    ...whyTrace,
    question: { asks: "up" },
    paths: [{ hops: path!.hops.toReversed(), certain: true }],
  };
  expect(draw(upwards)).toContain("n1 -->");
});

test("each place of a subject with its key, and what stands in the way of erasing there", async () => {
  await expect(erasureTextReporter.render({ erasure, sources }, plain)).toMatchFileSnapshot(
    golden("erasure-text/places.txt"),
  );
  await expect(erasureJsonReporter.render({ erasure, sources }, plain)).toMatchFileSnapshot(
    golden("erasure-json/places.json"),
  );
});
