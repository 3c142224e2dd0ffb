import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { viewOf } from "../../src/lineage/view.ts";
import type { GraphView } from "../../src/model/graph-view.ts";
import { graphOpenLineageReporter } from "../../src/report/graph-openlineage.ts";
import { paintFor } from "../../src/report/paint.ts";
import { exists, job, own, relates, snapshotFrom, text } from "../support/claims.ts";
import { column, derives } from "../support/columns.ts";
import { documentOf } from "../support/graph-documents.ts";
import {
  anyView,
  changedView,
  columnView,
  hostileView,
  smallView,
} from "../support/graph-views.ts";
import { golden } from "../support/goldens.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- JSON of a foreign format
type Any = any;

const render = (view: GraphView): string =>
  graphOpenLineageReporter.render(
    documentOf(view),
    paintFor({ color: false, unicode: true, width: 80 }),
  );
const eventsOf = (view: GraphView): readonly Any[] => JSON.parse(render(view));

const official = "fixtures/openlineage";
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
for (const file of readdirSync(official).filter((name) => name.endsWith(".json"))) {
  ajv.addSchema(JSON.parse(readFileSync(`${official}/${file}`, "utf8")));
}

function problemsOf(value: Any, schema: string): readonly string[] {
  const validate = ajv.getSchema(schema);
  if (validate === undefined) return [`there is no schema ${schema}`];
  return validate(value) === true
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What the official schemas say against the events, and each facet's own schema against the facet. */
function refused(events: readonly Any[]): readonly string[] {
  return events.flatMap((event) => [
    ...problemsOf(event, event.schemaURL),
    ...Object.values<Any>((event.dataset ?? event.job).facets).flatMap((facet) =>
      // oxlint-disable-next-line no-underscore-dangle -- OpenLineage's name
      problemsOf(facet, facet._schemaURL),
    ),
  ]);
}

test.each([
  ["small", smallView],
  ["columns", columnView],
])("%s becomes events that the official schemas accept", async (name, view) => {
  expect(refused(eventsOf(view()))).toEqual([]);
  await expect(render(view())).toMatchFileSnapshot(golden(`graph-openlineage/${name}.jsonl`));
});

test("whatever the graph, the official schemas accept it", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      expect(refused(eventsOf(view))).toEqual([]);
      expect(render(view)).toBe(render(view));
    }),
    { numRuns: 50 },
  );
  expect(eventsOf(viewOf(snapshotFrom([])))).toEqual([]);
});

test("a wrong event is noticed", () => {
  const [event] = eventsOf(columnView());
  expect(refused([{ ...event, eventTime: "today" }])).not.toEqual([]);
  const lineage = {
    _producer: "a:b",
    _schemaURL:
      "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet",
  };
  expect(refused([{ ...event, dataset: { ...event.dataset, facets: { lineage } } }])).not.toEqual(
    [],
  );
});

const unspoken = new Set(["principal", "secret"]);

test("each asset that it has a word for is one event, and none other is", () => {
  fc.assert(
    fc.property(anyView, (view) => {
      const spoken = view.nodes.filter(
        ({ kind, change }) => !unspoken.has(kind) && change !== "removed",
      );
      const names = eventsOf(view).map(({ dataset, job: work }) => {
        const { namespace, name } = dataset ?? work;
        return `${dataset === undefined ? "job" : "dataset"} ${namespace} ${name}`;
      });
      expect(names).toHaveLength(spoken.length);
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test("each flow of data is said once, where OpenLineage says it", () => {
  const view = viewOf(
    snapshotFrom([
      exists("dataset", "shop/orders"),
      ...job("shop/load", ["shop/orders"], ["s3://lake/out"]),
      exists("ml_model", "shop/model"),
      relates(own("ml_model", "shop/model"), "trains", "to", text("s3://lake/out")),
    ]),
  );
  const events = eventsOf(view);
  const named = (name: string): Any =>
    events.find(({ dataset, job: work }) => (dataset ?? work).name === name);
  expect(named("load")).toMatchObject({
    job: { namespace: "shop", name: "load" },
    inputs: [{ namespace: "shop", name: "orders" }],
    outputs: [{ namespace: "s3://lake", name: "out" }],
  });
  expect(named("model").dataset).toMatchObject({
    namespace: "ml_model:shop",
    facets: {
      datasetType: { datasetType: "MODEL" },
      lineage: { inputs: [{ namespace: "s3://lake", name: "out", type: "DATASET" }] },
    },
  });
});

test.each([
  ["identity", { type: "DIRECT", subtype: "IDENTITY", masking: false }],
  ["aggregation", { type: "DIRECT", subtype: "AGGREGATION", masking: false }],
  [
    "masking:sha256",
    { type: "DIRECT", subtype: "TRANSFORMATION", masking: true, description: "sha256" },
  ],
  ["group_by", { type: "INDIRECT", subtype: "GROUP_BY", masking: false }],
] as const)("a column by %s has its transformation", (via, transformation) => {
  const events = eventsOf(
    viewOf(
      snapshotFrom([
        exists("dataset", "a/x"),
        column("a/x", "in"),
        exists("dataset", "a/y"),
        column("a/y", "out"),
        derives("a/y#out", "a/x#in", via),
      ]),
    ),
  );
  const facets = events.map(({ dataset }) => dataset.facets.columnLineage?.fields);
  expect(facets).toEqual([
    undefined,
    {
      out: {
        inputFields: [
          { namespace: "a", name: "x", field: "in", transformations: [transformation] },
        ],
      },
    },
  ]);
  expect(refused(events)).toEqual([]);
});

test("of a change it says what is, not what was", () => {
  const words = render(changedView());
  expect(words).toContain('"name":"mart"');
  expect(words).not.toContain('"name":"old"');
});

test("hostile names stay values, one event on each line", () => {
  const lines = render(hostileView()).trimEnd().split("\n");
  expect(lines).toHaveLength(hostileView().nodes.length + 2);
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(render(hostileView())).not.toMatch(/[\u001b\u202e]/u);
  expect(refused(eventsOf(hostileView()))).toEqual([]);
});
