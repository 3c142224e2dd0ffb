import { counted } from "../base/text.ts";
import { nameOf } from "../model/ids.ts";
import {
  pathsCounted,
  type Spot,
  type Trace,
  type TraceHop,
  type TracePath,
} from "../model/trace.ts";
import { displayWidth } from "../source/frame.ts";
import type { Reporter } from "./document.ts";
import { placeText } from "./finding-text.ts";
import type { Paint } from "./paint.ts";
import type { Sources } from "./sources.ts";
import { treeLines } from "./trace-tree.ts";
import { unresolvedLines } from "./unresolved-text.ts";
import { hanging } from "./wrap.ts";

export interface TraceDocument {
  readonly trace: Trace;
  readonly sources: Sources;
}

/** The answer in one line, the ways as trees with the place of each step, then what they leave out. */
export const traceTextReporter: Reporter<TraceDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ trace, sources }, paint) => {
    const notes = notesOn(trace, sources, paint).flatMap((text) =>
      hanging({ lead: "", indent: 0, text }, paint.width),
    );
    const title = paint.as("strong", titleOf(trace, paint));
    return [title, ...pathLines(trace, sources, paint), ...notes]
      .map((line) => `${line}\n`)
      .join("");
  },
};

/** Places stand behind the steps where there is room for all of them, else each below its step. */
function pathLines({ paths }: Trace, sources: Sources, paint: Paint): readonly string[] {
  const lines = treeLines(paths, paint).map(({ indent, rest, hop }) => {
    const unsure = hop.certain ? "" : ` ${paint.signs.unknown}`;
    const place = hop.place === undefined ? "not declared here" : placeText(hop.place, sources);
    return { name: indent + spotText(hop, paint), via: viaText(hop, paint) + unsure, place, rest };
  });
  const [names, vias] = [
    widest(lines.map(({ name }) => name)),
    widest(lines.map(({ via }) => via)),
  ];
  const beside = names + vias + widest(lines.map(({ place }) => place)) + 6 <= paint.width;
  return lines.flatMap(({ name, via, place, rest }) => {
    const step = `  ${padded(name, names)}  ${via}`;
    const where = paint.as("dim", place);
    return beside
      ? [`${padded(step, names + vias + 4)}  ${where}`]
      : [step.trimEnd(), `  ${rest}  ${where}`];
  });
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}

function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** `namespace/name#column`. */
export function spotText({ asset, column }: Spot, paint: Paint): string {
  return paint.show(column === undefined ? nameOf(asset) : `${nameOf(asset)}#${column}`);
}

function viaText({ via }: TraceHop, paint: Paint): string {
  return via === "start" ? "" : paint.show(via);
}

function titleOf({ focus, question, total, reversed, carried }: Trace, paint: Paint): string {
  const name = spotText(focus, paint);
  const none = total === 0;
  switch (question.asks) {
    case "up":
      return none ? `nothing leads to ${name}` : `${name} is made from`;
    case "down":
      return none ? `${name} leads nowhere` : `${name} reaches`;
    case "to": {
      const target = spotText(question.target, paint);
      if (none) return `no data runs between ${name} and ${target}`;
      return reversed ? `${target} reaches ${name}` : `${name} reaches ${target}`;
    }
    case "why": {
      const tag = paint.show(question.tag);
      if (!none) return `${name} carries ${tag} because`;
      const others = carried.length === 0 ? "no tag at all" : carried.map(paint.show).join(", ");
      return `${name} does not carry ${tag}; it carries ${others}`;
    }
  }
}

/** What the trees do not say: how many more ways there are, where values stop, what is only assumed. */
function notesOn(trace: Trace, sources: Sources, paint: Paint): readonly string[] {
  const { paths, total, circles, unresolved } = trace;
  const more = total - paths.length;
  const unsure = paths.filter(({ certain }) => !certain).length;
  return [
    ...(more > 0 ? [`${many(more, "more")} not shown: --paths ${Math.min(total, 9999)}`] : []),
    ...maskNotes(trace, sources, paint),
    ...(unsure > 0
      ? [
          `${paint.signs.unknown} marks steps that no column lineage states: values are assumed to arrive`,
        ]
      : []),
    ...(circles > 0 ? [`${counted(circles, "step")} back onto the same way not followed`] : []),
    ...unresolvedLines(unresolved, sources, paint),
  ];
}

/** "3 more paths". */
function many(count: number, which = ""): string {
  const noun = which === "" ? "path" : `${which} path`;
  return count >= pathsCounted ? `more than 10^15 ${noun}s` : counted(count, noun);
}

/** Masked paths that are named one by one. */
const masksMax = 5;

function maskNotes(
  { question, paths, stopped, total }: Trace,
  sources: Sources,
  paint: Paint,
): readonly string[] {
  const masked = paths.filter(({ masked: mask }) => mask !== undefined);
  if (question.asks !== "why")
    return masked
      .slice(0, masksMax)
      .map(
        (path) => `masked on the way to ${endOf(path, paint)}: ${maskText(path, sources, paint)}`,
      );
  const open =
    paths.length > 0 && masked.length === 0
      ? [
          paths.length === 1 && total === 1
            ? "not masked on this path"
            : "not masked on these paths",
        ]
      : [];
  const count = stopped.total;
  if (count === 0) return open;
  const [first] = stopped.paths;
  const title = `${many(count, total > 0 ? "other" : "")} ${count === 1 ? "is" : "are"} masked`;
  if (count === 1 && first !== undefined)
    return [...open, `${title} (${maskText(first, sources, paint)})`];
  const named = stopped.paths.slice(0, masksMax);
  return [
    ...open,
    title,
    ...named.map((path) => `  from ${startOf(path, paint)}: ${maskText(path, sources, paint)}`),
    ...(count > named.length ? [`  and ${many(count - named.length, "more")}`] : []),
  ];
}

function endOf({ hops }: TracePath, paint: Paint): string {
  const last = hops.at(-1);
  return last === undefined ? "" : spotText(last, paint);
}

function startOf({ hops }: TracePath, paint: Paint): string {
  const [first] = hops;
  return first === undefined ? "" : spotText(first, paint);
}

function maskText({ masked }: TracePath, sources: Sources, paint: Paint): string {
  if (masked === undefined) return "";
  const left = masked.leaves === "pseudonym" ? ", a pseudonym arrives" : "";
  return `${paint.show(masked.method)} at ${placeText(masked.place, sources)}${left}`;
}
