// A review written by hand, value by value: what reporters are shown, whatever the rest of the program does.
import { sha256, type ObjectId } from "../../src/base/digest.ts";
import type { Day } from "../../src/base/ports.ts";
import {
  diagnose,
  type DiagnosticFacts,
  type RuleId,
  type Severity,
} from "../../src/diagnostic/diagnostic.ts";
import { exactly } from "../../src/model/amount.ts";
import type { AssetChange, FieldChange, Finding, Review } from "../../src/model/review.ts";
import type { Asset, Edge, Snapshot } from "../../src/model/snapshot.ts";
import type { ReviewDocument } from "../../src/report/document.ts";
import { paintFor, type Paint } from "../../src/report/paint.ts";
import { cost, costLine, sameCost } from "./review-costs.ts";
import { at, files, id, ids, path, sources } from "./review-places.ts";

export const day = "2026-11-24" as Day;
export const plain: Paint = paintFor({ color: false, unicode: true, width: 80 });
export const ascii: Paint = paintFor({ color: false, unicode: false, width: 80 });
export const colored: Paint = paintFor({ color: true, unicode: true, width: 80 });

const tree = (letter: string): ObjectId => letter.repeat(40) as ObjectId;

function finding(
  [rule, severity, verdict = "fail", fresh = true]: readonly [
    RuleId,
    Severity,
    Finding["verdict"]?,
    boolean?,
  ],
  facts: DiagnosticFacts,
): Finding {
  return { diagnostic: diagnose({ id: rule, severity }, facts), verdict, fresh };
}

const leak: Finding = finding(["PRIV-019", "error"], {
  message:
    "pii.contact of email reaches segmentation-model unmasked: shop/customers#email → growth/customer-segments#email → growth/segmentation-model",
  place: at.segments.value("spec", "columns", 1, "from", 0, "column"),
  help: 'drop the column, or mask it on the way: via: "masking:redacted" where the address is not needed',
  asset: ids.model,
  flow: [
    {
      message: "shop/customers#email → growth/customer-segments#email",
      place: at.segments.value("spec", "columns", 1, "from", 0, "column"),
    },
    {
      message: "growth/customer-segments#email → growth/segmentation-model",
      place: at.model.value("spec", "training", 0, "ref"),
    },
  ],
  related: [
    {
      message: "growth/segmentation-model is defined here",
      place: at.model.value("metadata", "name"),
    },
  ],
});

const noPrice: Finding = finding(["PRC-001", "warning"], {
  message: "no price for gpu (gpuModel L4): step train of growth/customer-segmentation",
  place: at.pipeline.value("spec", "steps", 0, "resources", "gpu"),
  help: "declare one in a PriceTable; the total leaves it out",
});

const open: Finding = finding(["PRIV-008", "error", "undecided", false], {
  message: "undecided for growth/customer-segments: privacy.retentionDays is not declared",
  place: at.segments.value("metadata", "name"),
});

const note: Finding = finding(["POL-010", "info"], {
  message: "OPS-001 met no asset",
  place: { in: "file", path: files.model },
});

const field = (name: string, was?: string, is?: string): FieldChange => ({
  field: name,
  ...(was !== undefined && { before: was }),
  ...(is !== undefined && { after: is }),
  place: at.segments.key("spec", "columns"),
});

const assetChanges: readonly AssetChange[] = [
  {
    asset: ids.segments,
    kind: "dataset",
    change: "modified",
    before: sha256("before"),
    after: sha256("after"),
    owner: "growth",
    fields: [
      field("columns/email", undefined, "email"),
      field("columns/email/from dataset:shop/customers#email", undefined, "identity"),
      field("columns/email/type", undefined, "string"),
      field("edges/reads dataset:shop/orders", "dataset:shop/orders"),
      field("facets/privacy.retentionDays", "180", "365"),
    ],
    reaches: [ids.model, ids.service],
    place: at.segments.value("metadata", "name"),
  },
  {
    asset: ids.added,
    kind: "dataset",
    change: "added",
    after: sha256("new"),
    fields: [],
    reaches: [],
  },
  {
    asset: ids.old,
    kind: "dataset",
    change: "removed",
    before: sha256("old"),
    owner: "growth",
    fields: [],
    reaches: [ids.service],
  },
  {
    asset: ids.job,
    kind: "job",
    change: "modified",
    formerly: id("job", "growth/segmentation"),
    fields: [
      field("usage/step train/gpu", undefined, "size 1"),
      field(
        "usage/step train/memory",
        "size 16 × duration 1320 × schedule 0 3 * * *",
        "size 32 × duration 1320 × schedule 0 3 * * *",
      ),
      field("tags/gold", undefined, "gold"),
      field("labels/cost-center", "cc-41", "cc-42"),
    ],
    reaches: [ids.model],
  },
];

const snapshot: Snapshot = {
  assets: [],
  edges: [],
  columnEdges: [],
  declarations: [],
  diagnostics: [],
  covered: [],
  documents: 41,
  digest: sha256("snapshot"),
};

function snapshotOf(assets: number, edges: number): Snapshot {
  return {
    ...snapshot,
    assets: Array.from({ length: assets }, () => ({ facets: {} }) as Asset),
    edges: Array.from({ length: edges }, () => ({}) as Edge),
  };
}

const sides: Pick<Review, "base" | "head" | "why"> = {
  base: { label: "3f2a91c0de", tree: tree("b"), commit: tree("3") },
  head: { label: "working tree", tree: tree("a") },
  why: "merge base of HEAD and origin/main, the configured base, because origin/next (the remote's default branch) does not exist here",
};

/** A change that must not be merged: an error, a warning, a question, a note. */
export const failingReview: Review = {
  repository: "https://git.example.com/acme/customer-segmentation",
  ...sides,
  asOf: day,
  snapshot: snapshotOf(27, 41),
  baseSnapshot: snapshot,
  files: [
    { path: files.segments, change: "modified", meaning: true },
    { path: files.formatted, change: "modified", meaning: false },
    { path: files.pipeline, change: "modified", meaning: true },
  ],
  changes: assetChanges,
  impact: [ids.model, ids.service],
  findings: [leak, open, noPrice, note],
  policy: {
    packs: [{ name: "builtin", version: "0.1.0", sha256: sha256("builtin") }],
    judgements: [],
    counts: { pass: 81, fail: 1, undecided: 1, error: 0 },
    diagnostics: [],
  },
  cost,
};

/** A change without any trouble. */
export const cleanReview: Review = {
  ...failingReview,
  files: [{ path: files.formatted, change: "modified", meaning: false }],
  changes: [],
  impact: [],
  findings: [],
  policy: { ...failingReview.policy, counts: { pass: 83, fail: 0, undecided: 0, error: 0 } },
  cost: sameCost,
};

/** What a thousand datasets without an owner would look like, cut down to what shows the cuts. */
export const crowdedReview: Review = {
  ...failingReview,
  findings: [
    ...Array.from({ length: 40 }, (_, index) =>
      finding(["OWN-001", "error"], {
        message: `growth/dataset-${index} needs an owner with a team and one e-mail address, got team "" and e-mail ""`,
        place: { in: "file", path: path(`lineage/dataset-${index}.yaml`) },
      }),
    ),
    noPrice,
  ],
  changes: Array.from({ length: 35 }, (_, index) => ({
    asset: id("dataset", `growth/dataset-${index}`),
    kind: "dataset" as const,
    change: "added" as const,
    fields: [],
    reaches: [],
  })),
  files: Array.from({ length: 12 }, (_, index) => ({
    path: path(`lineage/formatted-${String(index).padStart(2, "0")}.yaml`),
    change: "modified" as const,
    meaning: false,
  })),
  impact: Array.from({ length: 60 }, (_, index) => id("dataset", `mart/table-${index}`)),
  cost: {
    ...cost,
    changes: Array.from({ length: 25 }, (_, index) => ({
      asset: id("job", `growth/job-${index}`),
      line: "step run",
      meter: "cpu" as const,
      how: "removed" as const,
      change: exactly("-1.5"),
      code: exactly("-1.5"),
      price: exactly("0"),
      before: costLine("step run", "cpu", {
        asset: id("job", `growth/job-${index}`),
        cost: exactly("1.5"),
      }),
    })),
  },
};

/** What is known of one of the rules above; the others are shown by their ids. */
const rules: ReviewDocument["rules"] = new Map([
  [
    "PRIV-019",
    {
      id: "PRIV-019",
      title: "Personal data reaches features and models only masked",
      severity: "error",
      why: "A model can give away what it was trained on.",
      fix: "Drop the column, or mask it on the way.",
      passes: 'columns: [{name: email, from: [{column: "a#email", via: "masking:redacted"}]}]\n',
      fails: 'columns: [{name: email, from: [{column: "a#email", via: identity}]}]\n',
    },
  ],
]);

export function documentOf(
  review: Review,
  exitCode: number,
  attested?: ReviewDocument["attested"],
): ReviewDocument {
  return {
    review,
    sources,
    title: "customer-segmentation",
    tool: { name: "lineagectl", version: "0.1.0" },
    exitCode,
    failOn: ["error"],
    rules,
    attested,
  };
}
