import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { PageData } from "../../src/drawing/page-data.ts";
import { viewOf } from "../../src/lineage/view.ts";
import type { Estimate } from "../../src/model/estimate.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import { graphHtmlReporter } from "../../src/report/graph-html.ts";
import { paintFor } from "../../src/report/paint.ts";
import { sourcesOf } from "../../src/report/sources.ts";
import { asId, exists, placeAt, snapshotFrom } from "../support/claims.ts";
import {
  anyView,
  changedView,
  columnView,
  hostileView,
  smallView,
} from "../support/graph-views.ts";
import { documentOf } from "../support/graph-documents.ts";
import { golden } from "../support/goldens.ts";

const paint = paintFor({ color: false, unicode: true, width: 80 });
const shown = (view: GraphView, more: Partial<Parameters<typeof documentOf>[1]> = {}): string =>
  graphHtmlReporter.render(documentOf(view, more), paint);

function contents(html: string, element: string): readonly string[] {
  const pattern = new RegExp(`<${element}(?: [^>]*)?>([\\s\\S]*?)</${element}>`, "gu");
  return [...html.matchAll(pattern)].map(([, inner = ""]) => inner);
}

function dataIn(html: string): PageData {
  return JSON.parse(contents(html, "script")[0] ?? "");
}

/** The page without its program, its style and its data: what a browser reads as elements. */
function frameOf(html: string): string {
  return html.replaceAll(/(<(?:script|style)(?: [^>]*)?>)[\s\S]*?(?=<\/(?:script|style)>)/gu, "$1");
}

test("the page around its program and style is as it was read", async () => {
  const page = frameOf(shown(columnView())).replace(/ content="default-src[^"]*"/u, "");
  const data = contents(shown(columnView()), "script")[0] ?? "";
  const whole = page.replace('id="data">', () => `id="data">${data}`);
  await expect(whole).toMatchFileSnapshot(golden("graph-html/columns.html"));
});

test("its policy allows its own program and style by their digests, and nothing else", () => {
  const html = shown(smallView());
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/u.exec(html)?.[1] ?? "";
  const digest = (text: string): string =>
    `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const [, program = ""] = contents(html, "script");
  const [style = ""] = contents(html, "style");
  expect(policy.split("; ")).toEqual([
    "default-src 'none'",
    `script-src ${digest(program)}`,
    `style-src ${digest(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(program.length).toBeGreaterThan(10_000);
});

test("it names no other place, and has no handler and no style outside of what the policy allows", () => {
  const html = shown(columnView());
  expect(frameOf(html)).not.toMatch(/\s(?:src|href|srcset|action|on[a-z]+|style)=/u);
  const [, program = ""] = contents(html, "script");
  expect(program.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:\/\//u);
  expect(program).not.toMatch(
    /\b(?:eval|fetch|XMLHttpRequest|WebSocket|innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b/u,
  );
});

test("each asset, each edge and each edge between columns is in its data once", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const { nodes, edges } = dataIn(shown(view));
      expect(nodes.map(({ id }) => id)).toEqual(view.nodes.map(({ id }) => id));
      expect(edges).toEqual(view.edges);
      expect(shown(view)).toBe(shown(view));
    }),
    { numRuns: 20 },
  );
  expect(dataIn(shown(columnView())).columnEdges).toEqual(columnView().columnEdges);
});

test("no name ends the data's element, begins one, or changes the page around it", () => {
  const frame = frameOf(shown(viewOf(snapshotFrom([exists("dataset", "a/plain")]))));
  const breakers = [
    "</script>",
    "<!--",
    "<script>",
    "]]>",
    "<svg onload=alert(1)>",
    "\u2028",
    "&quot;",
  ];
  const hostile = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom(...breakers),
  );
  fc.assert(
    fc.property(hostile, (words) => {
      const view = viewOf(snapshotFrom([exists("dataset", `a/${words}`)]));
      const html = shown(view);
      expect(frameOf(html)).toBe(frame);
      expect(contents(html, "script")).toHaveLength(2);
      expect(contents(html, "script")[0]).not.toMatch(/[<>&\u2028\u2029]/u);
      expect(dataIn(html).nodes[0]?.id).toBe(view.nodes[0]?.id);
    }),
  );
});

test("a hostile focus and a hostile base stay text", () => {
  const [first] = hostileView().nodes;
  const html = shown({
    ...hostileView(),
    focus: first!.id,
    base: "</title><script>x</script>\u202e",
  });
  expect(contents(html, "script")).toHaveLength(2);
  expect(frameOf(html)).not.toContain("\u202e");
  expect(contents(html, "title")).toHaveLength(1);
});

test("a declaration has its line, or its file where the line is not at hand", () => {
  const view = viewOf(
    snapshotFrom([exists("dataset", "a/b", { place: placeAt("a.yaml", "/name") })]),
  );
  const sources = sourcesOf(new Map([["a.yaml", "kind: x\nname: b\n"]]));
  expect(dataIn(shown(view, { sources })).nodes[0]?.at).toBe("a.yaml:2");
  expect(dataIn(shown(view)).nodes[0]?.at).toBe("a.yaml");
});

test("colours by what there is: tags, costs, changes", () => {
  const choices = (html: string): readonly string[] =>
    [...html.matchAll(/<option value="([a-z]+)">/gu)].map(([, value = ""]) => value);
  expect(choices(shown(viewOf(snapshotFrom([exists("dataset", "a/b")]))))).toEqual(["kind"]);
  expect(choices(shown(columnView()))).toEqual(["kind", "tag"]);
  expect(choices(shown(changedView()))).toEqual(["kind", "tag", "change"]);
});

test("costs are told in words; one of which a part is unknown is never among the cheap", () => {
  const line = (asset: string, expected: string | undefined): Estimate["lines"][number] => ({
    asset: asId(asset),
    line: "train",
    meter: "cpu",
    quantity: { state: "known", low: "1", expected: "1", high: "1" },
    unit: "h",
    cost:
      expected === undefined
        ? { state: "unknown", reason: "no-price" }
        : { state: "known", low: expected, expected, high: expected },
    formula: "1",
    place: placeAt("a.yaml"),
  });
  const estimate: Estimate = {
    currency: "EUR",
    hoursPerMonth: "730",
    lines: [
      line("job:growth/features", "1200.5"),
      line("job:growth/features", "0.25"),
      line("job:growth/report", "3"),
      line("job:growth/report", undefined),
      line("dataset:shop/orders", "2"),
    ],
    total: { low: "0", expected: "0", high: "0", unknown: 1 },
  };
  const costs = new Map(
    dataIn(shown(smallView(), { estimate })).nodes.map(({ id, cost }) => [id as string, cost]),
  );
  expect(costs.get("job:growth/features")).toEqual({ words: "1,200.75 EUR", level: 2 });
  expect(costs.get("dataset:shop/orders")).toEqual({ words: "2.00 EUR", level: 0 });
  expect(costs.get("job:growth/report")).toEqual({ words: "at least 3.00 EUR, 1 unknown" });
  expect(costs.get("ml_model:growth/segments")).toBeUndefined();
});
