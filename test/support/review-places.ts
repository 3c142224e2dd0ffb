// The repository that hand-written reviews are about: its files, places and assets.
import { repoPath, type RepoPath } from "../../src/base/path.ts";
import { placesIn, type Place, type Places } from "../../src/diagnostic/place.ts";
import { assetId, type AssetId } from "../../src/model/ids.ts";
import type { AssetKind } from "../../src/model/kinds.ts";
import { sourcesOf, type Sources } from "../../src/report/sources.ts";

export function path(text: string): RepoPath {
  const found = repoPath(text);
  if (found === undefined) throw new Error(`${text} is no path`);
  return found;
}

const segments = `apiVersion: lineagectl.dev/v1
kind: Dataset
metadata:
  name: customer-segments
  namespace: growth
spec:
  type: table
  columns:
    - {name: customer_id, type: string}
    - {name: email, type: string, from: [{column: "shop/customers#email", via: identity}]}
    - {name: spend_90d, type: double}
`;
const pipelineText = `kind: Pipeline
metadata: {name: customer-segmentation, namespace: growth}
spec:
  steps:
    - name: train
      resources: {cpu: "4", memory: 32 GiB, gpu: {count: 1, model: L4}}
`;
const modelText =
  "kind: Model\nmetadata: {name: segmentation-model}\nspec:\n  training: [{ref: growth/customer-segments}]\n";
const pricesText =
  'kind: PriceTable\nspec:\n  prices:\n    - {id: gpu-l4, price: "0.71"}\n    - {id: mem, price: "0.0042"}\n';

type Area = "segments" | "pipeline" | "model" | "prices";

export const files: Readonly<Record<Area | "formatted", RepoPath>> = {
  segments: path("lineage/dataset.customer-segments.yaml"),
  pipeline: path("lineage/pipeline.yaml"),
  model: path("lineage/model.yaml"),
  prices: path("finops/prices.yaml"),
  formatted: path("lineage/orders.yaml"),
};

export const sources: Sources = sourcesOf(
  new Map([
    [files.segments, segments],
    [files.pipeline, pipelineText],
    [files.model, modelText],
    [files.prices, pricesText],
  ]),
);

export const at: Readonly<Record<Area, Places>> = {
  segments: placesIn(files.segments, 0),
  pipeline: placesIn(files.pipeline, 0),
  model: placesIn(files.model, 0),
  prices: placesIn(files.prices, 0),
};

export const id = (kind: AssetKind, name: string): AssetId => assetId(kind, name);
type Known = "segments" | "job" | "model" | "service" | "old" | "added";

export const ids: Readonly<Record<Known, AssetId>> = {
  segments: id("dataset", "growth/customer-segments"),
  job: id("job", "growth/customer-segmentation"),
  model: id("ml_model", "growth/segmentation-model"),
  service: id("service", "growth/segments-api"),
  old: id("dataset", "growth/segments-legacy"),
  added: id("dataset", "growth/segments-daily"),
};

export function filePlace(text: string): Place {
  return { in: "file", path: path(text) };
}
