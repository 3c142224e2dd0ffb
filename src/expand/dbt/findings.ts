import { counted } from "../../base/text.ts";
import { diagnose, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Place } from "../../diagnostic/place.ts";
import {
  REF_060,
  REF_061,
  REF_062,
  REF_063,
  REF_064,
  REF_067,
} from "../../diagnostic/rules/ref.ts";
import type { Use } from "./calls.ts";
import type { RenderedNode, RenderedProject } from "./models.ts";
import { hiding } from "./node-claims.ts";
import { macroPlaces, placeIn } from "./places.ts";

/** Everything that is wrong or unknown in a project's templates. */
export function findingsOf(rendered: RenderedProject): readonly Diagnostic[] {
  const { nodes, world } = rendered;
  return [
    ...world.library.problems.map(({ path, message, start, end }) =>
      diagnose(REF_064, { message, place: { in: "range", path, start, end } }),
    ),
    ...nodes.flatMap((node) => [...syntaxFindings(node), ...unknownFindings(node)]),
    ...placedUses(rendered).flatMap((placed) => useFindings(placed, rendered)),
  ];
}

function placedUses({ nodes, exposures, tests }: RenderedProject): readonly Placed[] {
  return [
    ...nodes.flatMap(({ node, uses }) =>
      uses.map((use) => ({ use, place: placeIn(node, use.trail), subject: node.key })),
    ),
    ...exposures.flatMap(({ key, reads }) => reads.map((read) => ({ ...read, subject: key }))),
    ...tests.flatMap(({ place, uses }) => uses.map((use) => ({ use, place }))),
  ];
}

function syntaxFindings({ node }: RenderedNode): readonly Diagnostic[] {
  return (node.template?.problems ?? []).map(({ message, start, end }) =>
    diagnose(REF_064, {
      message,
      place: { in: "range", path: node.path, start, end },
      subject: node.key,
    }),
  );
}

/** A use with where it stands and whom it concerns. */
interface Placed {
  readonly use: Use;
  readonly place: Place;
  readonly subject?: string;
}

/** What is wrong with a `ref` or a `source`: it leads out of the tree, to what is disabled, or nowhere. */
function useFindings(
  { use, place, subject }: Placed,
  rendered: RenderedProject,
): readonly Diagnostic[] {
  const { found, text, trail } = use;
  const about = { place, subject, related: macroPlaces(trail) };
  if (found.is === "node") return [];
  if (found.is === "external") {
    const message = `${text} leads to the project ${found.package}, which is not in this repository`;
    return [diagnose(REF_062, { message, ...about })];
  }
  const help = found.close === undefined ? undefined : `did you mean ${found.close}?`;
  if (text.startsWith("source(")) {
    return [
      diagnose(REF_061, { message: `${text} is declared by no properties file`, help, ...about }),
    ];
  }
  const name = /'([^']*)'(?:, [^']*)?\)$/u.exec(text)?.[1];
  if (rendered.disabled.some((one) => one.name === name && one.kind !== "source")) {
    return [diagnose(REF_067, { message: `${text} leads to a model that is disabled`, ...about })];
  }
  const { absent } = rendered.project;
  if (absent.length === 0) {
    return [
      diagnose(REF_060, { message: `${text} leads to no model, seed or snapshot`, help, ...about }),
    ];
  }
  const message = `${text} leads to nothing here; it may come from ${absent.join(" or ")}, not in this repository`;
  return [diagnose(REF_062, { message, ...about })];
}

/** Reasons told in one finding. */
const toldMax = 3;

/** One finding for each node with all that may hide what it reads. */
function unknownFindings(rendered: RenderedNode): readonly Diagnostic[] {
  const { node, dynamic } = rendered;
  const unknowns = hiding(rendered);
  const texts = [
    ...dynamic.map(({ text }) => `${text} is not known before a run`),
    ...unknowns.map(({ message }) => message),
  ];
  const [first] = [...dynamic, ...unknowns];
  if (texts.length === 0) return [];
  const trail = first?.trail ?? [];
  const told = [...new Set(texts)];
  const more = told.length - toldMax;
  const shown = told.slice(0, toldMax).join("; ");
  return [
    diagnose(REF_063, {
      message: `${node.name} depends on what only a run knows: ${shown}${more > 0 ? `; and ${counted(more, "other reason")}` : ""}`,
      place: placeIn(node, trail),
      subject: node.key,
      related: macroPlaces(trail),
    }),
  ];
}
