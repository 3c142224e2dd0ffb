import { assetKinds, edgeKinds, type AssetKind, type EdgeKind } from "../model/kinds.ts";

/** Two tones of a colour: for strokes and text, and for the ground below them. */
interface Tone {
  readonly ink: string;
  readonly tint: string;
}

type Hue = "data" | "work" | "model" | "feature" | "serving" | "access" | "whole";

export interface Palette {
  readonly paper: string;
  readonly card: string;
  readonly border: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly chip: string;
  readonly personal: Tone;
  readonly added: string;
  readonly removed: string;
  readonly modified: string;
  readonly warning: string;
  readonly hues: Readonly<Record<Hue, Tone>>;
}

/** Text on its ground has a contrast of 4.5 or more in both (WCAG 2.2, 1.4.3). */
export const light: Palette = {
  paper: "#fbfcfe",
  card: "#ffffff",
  border: "#d3dae4",
  text: "#111827",
  muted: "#566072",
  line: "#8593a8",
  accent: "#2563eb",
  chip: "#edf1f7",
  personal: { ink: "#a01c3f", tint: "#fde6ec" },
  added: "#15803d",
  removed: "#c52222",
  modified: "#b45309",
  warning: "#b45309",
  hues: {
    data: { ink: "#1d4ed8", tint: "#e3ecff" },
    work: { ink: "#0f6d66", tint: "#d9f3ef" },
    model: { ink: "#6d28d9", tint: "#eee6ff" },
    feature: { ink: "#15703a", tint: "#def5e5" },
    serving: { ink: "#b93a0b", tint: "#ffe9db" },
    access: { ink: "#a8186a", tint: "#fde5f3" },
    whole: { ink: "#3f4d63", tint: "#e7ecf3" },
  },
};

export const dark: Palette = {
  paper: "#0d1220",
  card: "#161d2e",
  border: "#313c52",
  text: "#f1f4f9",
  muted: "#9ba8bc",
  line: "#71819b",
  accent: "#6ea8ff",
  chip: "#242e43",
  personal: { ink: "#ff9db5", tint: "#46192a" },
  added: "#4ade80",
  removed: "#ff7b7b",
  modified: "#fbbf4c",
  warning: "#fbbf4c",
  hues: {
    data: { ink: "#8fb6ff", tint: "#1b2d58" },
    work: { ink: "#5ed3c5", tint: "#123a38" },
    model: { ink: "#c5a8ff", tint: "#33215c" },
    feature: { ink: "#78dc9a", tint: "#153a25" },
    serving: { ink: "#ffab7c", tint: "#4a2613" },
    access: { ink: "#ff9dce", tint: "#4a1734" },
    whole: { ink: "#b5c1d3", tint: "#2a3448" },
  },
};

export const hueOf: Readonly<Record<AssetKind, Hue>> = {
  dataset: "data",
  column: "data",
  contract: "data",
  job: "work",
  step: "work",
  workload: "work",
  ml_model: "model",
  model_version: "model",
  feature_view: "feature",
  feature: "feature",
  entity: "feature",
  exposure: "serving",
  service: "serving",
  metric: "serving",
  principal: "access",
  secret: "access",
  app: "whole",
};

/** Colour of an edge where it is not that of plain lines, and its dashes where it has some. */
export const edgeLooks: Readonly<
  Record<EdgeKind, { readonly hue?: Hue; readonly dashes?: string }>
> = {
  reads: {},
  writes: {},
  derives: {},
  trains: { hue: "model" },
  evaluates: { hue: "model", dashes: "6 4" },
  serves: { hue: "serving" },
  contains: { hue: "whole", dashes: "1.5 4" },
  deploys: { hue: "whole", dashes: "8 3 1.5 3" },
  owns: { hue: "access", dashes: "1.5 4" },
  grants: { hue: "access", dashes: "6 4" },
  runs_after: { dashes: "3 4" },
};

/** The rules that give a drawing one palette. Plain values: not every viewer knows variables. */
export function colourRules(palette: Palette): string {
  const { hues } = palette;
  const kinds = assetKinds.map((kind) => {
    const { ink, tint } = hues[hueOf[kind]];
    return `.lg-k-${kind} .lg-tile{fill:${tint}}.lg-k-${kind} .lg-icon{stroke:${ink}}.lg-k-${kind} .lg-kind{fill:${ink}}`;
  });
  const edges = edgeKinds.map((kind) => {
    const { hue } = edgeLooks[kind];
    return hue === undefined ? "" : lineRule(`.lg-e-${kind}`, hues[hue].ink);
  });
  return [...plainRules(palette), ...kinds, ...edges, ...changeRules(palette)].join("");
}

function plainRules(palette: Palette): readonly string[] {
  const { paper, card, border, text, muted, line, accent, chip, personal, warning } = palette;
  return [
    `.lg-paper{fill:${paper}}.lg-card,.lg-legend-box{fill:${card};stroke:${border}}`,
    `.lg-name,.lg-column{fill:${text}}.lg-meta,.lg-type,.lg-words{fill:${muted}}`,
    `.lg-chip{fill:${chip}}.lg-chip-text{fill:${muted}}.lg-rule{stroke:${border}}`,
    `.lg-personal .lg-chip,.lg-personal .lg-mark{fill:${personal.tint}}.lg-personal .lg-chip-text{fill:${personal.ink}}.lg-mark{stroke:${personal.ink}}`,
    lineRule(".lg-edge", line),
    lineRule(".lg-flow", accent),
    lineRule(".lg-edge.lg-back", warning),
    `.lg-focus .lg-card{stroke:${accent}}.lg-loose{fill:${card};stroke:${warning}}.lg-loose-text{fill:${warning}}`,
  ];
}

function changeRules({ added, removed, modified, card }: Palette): readonly string[] {
  return Object.entries({ added, removed, modified }).map(
    ([change, colour]) =>
      `.lg-${change} .lg-card{stroke:${colour}}.lg-${change} .lg-flag,.lg-row.lg-${change} :is(.lg-sign,.lg-column,.lg-band){fill:${colour}}.lg-${change} .lg-flag-text{fill:${card}}${lineRule(`.lg-edge.lg-${change}`, colour)}`,
  );
}

function lineRule(selector: string, colour: string): string {
  return `${selector} .lg-line{stroke:${colour}}${selector} .lg-head{fill:${colour}}`;
}
