import { nameOf } from "../model/ids.ts";
import { isUnsure } from "./legend.ts";
import type { Flow, Line } from "./scene.ts";
import { shape, type Shape } from "./shape.ts";

/** One edge: its line, its head, and in words what it says. */
export function lineShape({ edge, back, line, head }: Line): Shape {
  const { kind, strength, change, from, to, condition, through } = edge;
  const classes = [
    "lg-edge",
    `lg-e-${kind}`,
    ...(isUnsure(strength) ? ["lg-unsure"] : []),
    ...(back ? ["lg-back"] : []),
    ...(change === undefined ? [] : [`lg-${change}`]),
  ];
  const words = [
    `${nameOf(from)} ${kind.replaceAll("_", " ")} ${nameOf(to)}`,
    strength,
    ...(condition === undefined ? [] : [`if ${condition}`]),
    ...(through === undefined ? [] : [`through ${through} not shown`]),
    ...(back ? ["closes a circle"] : []),
    ...(change === undefined ? [] : [change]),
  ];
  return shape(
    "g",
    { class: classes.join(" ") },
    shape("title", {}, words.join(" | ")),
    shape("path", { class: "lg-line", d: line }),
    shape("path", { class: "lg-head", d: head }),
  );
}

/** One edge between columns. */
export function flowShape({ edge, line }: Flow): Shape {
  const { from, to, via, change } = edge;
  const names = `lg-flow${change === undefined ? "" : ` lg-edge lg-${change}`}`;
  const words = `${nameOf(from.asset)}#${from.column} to ${nameOf(to.asset)}#${to.column} | ${via}`;
  return shape(
    "g",
    { class: names },
    shape("title", {}, words),
    shape("path", { class: "lg-line", d: line }),
  );
}
