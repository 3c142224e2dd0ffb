import type { AssetKind } from "../model/kinds.ts";

/** What each kind is drawn as: strokes in a square of 16 by 16. */
export const icons: Readonly<Record<AssetKind, string>> = {
  dataset:
    "M2.5 4c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2v8c0 1.1-2.5 2-5.5 2s-5.5-.9-5.5-2zM2.5 4c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2",
  column: "M2.5 2.5h11v11h-11zM6.2 2.5v11M9.8 2.5v11",
  job: "M2 3.5h4v4H2zM10 8.5h4v4h-4zM6 5.5h3.2c1.6 0 2.8 1.2 2.8 3",
  step: "M4 2.8l8.5 5.2L4 13.2z",
  ml_model: "M8 1.8l5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9zM8 8V14.2M8 8l5.4-3.1M8 8L2.6 4.9",
  model_version: "M8 1.8l5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9zM5.5 7.5L8 10.2l2.5-2.7",
  feature_view:
    "M2.5 2.5h4.2v4.2H2.5zM9.3 2.5h4.2v4.2H9.3zM2.5 9.3h4.2v4.2H2.5zM9.3 9.3h4.2v4.2H9.3z",
  feature: "M8 2l1.7 4.3L14 8l-4.3 1.7L8 14l-1.7-4.3L2 8l4.3-1.7z",
  entity: "M2 3.5h12v9H2zM4.5 10c.4-1.2 3.1-1.2 3.5 0M6.2 6.2v.1M10 6.5h2M10 9.5h2",
  exposure: "M2.5 13.5h11M4.5 13.5V9M8 13.5V3M11.5 13.5V6.5",
  service: "M4.5 12.5a3 3 0 0 1-.3-6 4 4 0 0 1 7.7.6 2.7 2.7 0 0 1-.4 5.4z",
  app: "M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3",
  workload: "M8 1.8l5.5 2.8v6.8L8 14.2l-5.5-2.8V4.6zM2.5 4.6L8 7.4l5.5-2.8M8 7.4v6.8",
  principal:
    "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zM2.8 13.6c.5-2.6 2.5-3.8 5.2-3.8s4.7 1.2 5.2 3.8",
  secret:
    "M10.5 9a3.3 3.3 0 1 0-3.1-2.2L2.5 11.7v2h2.3v-1.7h1.7v-1.7l1.2-1.2c.8.4 1.8.4 2.8-.1zM11 5v.1",
  contract: "M4 1.8h5.5L12.5 5v9.2H4zM9.3 2v3.2h3M6 9.8l1.4 1.4 2.7-3",
  metric: "M2.5 12.5a6.3 6.3 0 1 1 11 0M8 9.5l2.8-3.5M8 10.3v.1",
};
