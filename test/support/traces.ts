// Traces written by hand: what their reporters are shown.
import type { Erasure, Trace, TraceHop } from "../../src/model/trace.ts";
import { assetId } from "../../src/model/ids.ts";
import { at, ids } from "./review-places.ts";

const customers = assetId("dataset", "shop/customers");
const mart = assetId("dataset", "growth/customer-segments");

const start: TraceHop = {
  asset: customers,
  column: "email",
  via: "tagged",
  certain: true,
  place: at.segments.value("metadata", "name"),
};
const inMart: TraceHop = {
  asset: mart,
  column: "email",
  via: "identity",
  certain: true,
  place: at.segments.value("spec", "columns", 1, "from", 0, "column"),
};
const inModel: TraceHop = {
  asset: ids.model,
  via: "trains",
  certain: true,
  place: at.model.value("spec", "training", 0, "ref"),
};

/** Why a model carries a tag: one way, and two that masking stops. */
export const whyTrace: Trace = {
  focus: { asset: ids.model },
  question: { asks: "why", tag: "pii.contact" },
  reversed: false,
  paths: [{ hops: [start, inMart, inModel], certain: true }],
  total: 1,
  stopped: {
    paths: [
      {
        hops: [start, { ...inMart, column: "token", via: "masking:sha256" }, inModel],
        certain: true,
        masked: {
          method: "sha256",
          leaves: "pseudonym",
          place: at.segments.value("spec", "columns", 0),
        },
      },
    ],
    total: 1,
  },
  circles: 0,
  unresolved: [],
  carried: ["pii.contact", "pii.pseudonymous"],
};

/** Everything that a trace can leave out or be unsure of. */
export const wideTrace: Trace = {
  ...whyTrace,
  focus: { asset: customers, column: "email" },
  question: { asks: "down" },
  paths: [
    { hops: [{ ...start, via: "start" }, inMart, inModel], certain: true },
    {
      hops: [
        { ...start, via: "start" },
        { ...inMart, column: "hash", via: "masking:redacted" },
      ],
      certain: true,
      masked: {
        method: "redacted",
        leaves: "nothing",
        place: at.segments.value("spec", "columns", 0),
      },
    },
    {
      hops: [
        { ...start, via: "start" },
        {
          asset: assetId("job", "growth/nightly"),
          via: "reads",
          certain: true,
          place: at.pipeline.value("spec"),
        },
        { asset: assetId("dataset", "growth/report"), via: "writes", certain: false },
      ],
      certain: false,
    },
  ],
  total: 1204,
  stopped: { paths: [], total: 0 },
  circles: 2,
  unresolved: [
    {
      asset: assetId("job", "growth/nightly"),
      edge: "writes",
      text: "s3://lake/{{ env }}/out",
      reason: "templated",
      place: at.pipeline.value("spec", "steps", 0, "name"),
    },
  ],
};

export const erasure: Erasure = {
  focus: { asset: customers, column: "id" },
  column: "id",
  places: [
    {
      asset: customers,
      kind: "dataset",
      keys: [{ column: "id", pseudonym: false }],
      certain: true,
      format: "iceberg",
      retentionDays: 365,
      place: at.segments.value("metadata", "name"),
    },
    {
      asset: mart,
      kind: "dataset",
      keys: [{ column: "hash", pseudonym: true, place: at.segments.value("spec", "columns", 0) }],
      certain: true,
      erasure: "cascade",
      place: at.segments.value("spec", "columns", 1),
    },
    { asset: assetId("dataset", "growth/report"), kind: "dataset", keys: [], certain: false },
    {
      asset: ids.model,
      kind: "ml_model",
      keys: [],
      certain: true,
      version: "3.2.0",
      place: at.model.value("spec", "training", 0, "ref"),
    },
  ],
  sources: [assetId("dataset", "crm/export")],
  unresolved: wideTrace.unresolved,
};
