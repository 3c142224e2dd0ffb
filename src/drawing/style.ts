import { edgeKinds } from "../model/kinds.ts";
import { colourRules, dark, edgeLooks, light } from "./palette.ts";

/** Fonts that share their widths; the last one stands in where none is there. */
const fontFamily = "Helvetica,Arial,'Liberation Sans','Nimbus Sans',sans-serif";

/** The style sheet of a drawing: light, and dark where the viewer prefers that and does not print. */
export function styleSheet(): string {
  return `${shapeRules()}${colourRules(light)}@media screen and (prefers-color-scheme:dark){${colourRules(dark)}}`;
}

/** Whatever does not depend on light and dark. */
function shapeRules(): string {
  const dashes = edgeKinds.flatMap((kind) => {
    const { dashes: pattern } = edgeLooks[kind];
    return pattern === undefined ? [] : [`.lg-e-${kind} .lg-line{stroke-dasharray:${pattern}}`];
  });
  return [
    `.lg{font-family:${fontFamily};font-size:11px}`,
    ".lg-card{stroke-width:1.25}.lg-icon{fill:none;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}",
    ".lg-name{font-size:13px;font-weight:bold}.lg-chip-text{font-size:10px}.lg-type{font-size:10px}",
    ".lg-kind{font-weight:bold}.lg-line{fill:none;stroke-width:1.5;stroke-linecap:round}.lg-flow .lg-line{stroke-width:1;opacity:.7}",
    ".lg-absent .lg-card{stroke-dasharray:4 3}.lg-unsure .lg-line{stroke-dasharray:2 3}.lg-back .lg-line{stroke-dasharray:7 4}",
    ".lg-focus .lg-card{stroke-width:2.5}.lg-added .lg-card,.lg-removed .lg-card,.lg-modified .lg-card{stroke-width:2}",
    ".lg-sign{font-weight:bold}.lg-row.lg-removed .lg-column,.lg-removed .lg-name{text-decoration:line-through}.lg-removed .lg-line{stroke-dasharray:5 4}.lg-flag-text{font-size:10px;font-weight:bold}",
    ".lg-e-contains,.lg-e-deploys,.lg-e-owns,.lg-e-runs_after{opacity:.6}.lg-e-contains .lg-line,.lg-e-deploys .lg-line,.lg-e-owns .lg-line,.lg-e-runs_after .lg-line{stroke-width:1.2}",
    ".lg-band{fill:none;pointer-events:all}.lg-row.lg-added .lg-band,.lg-row.lg-removed .lg-band,.lg-row.lg-modified .lg-band{fill-opacity:.12}.lg-loose-text{font-size:10px;font-weight:bold}.lg-mark{stroke-width:1.2}",
    ...dashes,
  ].join("");
}
