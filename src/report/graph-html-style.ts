import { dark, light, type Palette } from "../drawing/palette.ts";

const tagHues = ["access", "data", "work", "model", "serving", "feature", "whole"] as const;

/** Five steps from cheap to dear, for cards in light and in dark. */
const ramp = {
  light: ["#fef6d8", "#fde4a8", "#fcc57a", "#f79a55", "#ea6a3f"],
  dark: ["#2e2a17", "#4b3a14", "#6d4715", "#93501a", "#bd5522"],
} as const;

/** The style sheet of the page around the drawing. */
export function pageStyle(): string {
  return `${frame}${colours(light, "light")}@media (prefers-color-scheme:dark){${colours(dark, "dark")}}`;
}

const frame = `
*{box-sizing:border-box}
html,body{height:100%;margin:0}
body{display:flex;flex-direction:column;font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
header{display:flex;flex-wrap:wrap;gap:8px 14px;align-items:center;padding:9px 16px;border-bottom:1px solid var(--border);background:var(--card)}
h1{font-size:16px;margin:0;overflow-wrap:anywhere;max-width:40vw}
h2{font-size:15px;margin:0 0 2px;overflow-wrap:anywhere}
h3{font-size:11px;margin:16px 0 4px;color:var(--muted);text-transform:uppercase;letter-spacing:.05em}
.note{color:var(--muted);font-size:12px;font-weight:normal}
input,select,button{font:inherit;color:var(--text);background:var(--paper);border:1px solid var(--border);border-radius:7px;padding:4px 10px}
input{width:230px}
select{padding:4px 6px}
button{cursor:pointer}
button:hover{border-color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
.tools{display:flex;gap:4px}
#shown{margin-left:auto}
main{flex:1;display:flex;min-height:0;position:relative}
#canvas{flex:1;min-width:0;height:100%;background:var(--paper);cursor:grab;touch-action:none;user-select:none}
#canvas:active{cursor:grabbing}
#canvas:focus-visible{outline-offset:-3px}
#canvas .lg-node,#canvas .far [data-card]{cursor:pointer}
#panel{width:320px;flex:none;overflow:auto;padding:14px 16px;border-left:1px solid var(--border);background:var(--card)}
#panel .id{margin:0 0 10px;color:var(--muted);font-size:12px;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:auto 1fr;gap:3px 12px;margin:0 0 12px;font-size:13px}
dt{color:var(--muted)}
dd{margin:0;overflow-wrap:anywhere}
.deeds{display:flex;flex-wrap:wrap;gap:5px}
.deeds button{font-size:12px;padding:3px 9px}
#panel ul{list-style:none;margin:0;padding:0}
#panel li{display:flex;gap:8px;justify-content:space-between;align-items:baseline;padding:1px 0}
#panel li .note{text-align:right;overflow-wrap:anywhere}
.link{border:0;background:none;padding:1px 0;color:var(--accent);text-align:left;overflow-wrap:anywhere;border-radius:3px}
.link:hover{text-decoration:underline}
#legend{position:absolute;left:12px;bottom:12px;max-height:60%;overflow:auto;padding:7px 12px;font-size:12px;border:1px solid var(--border);border-radius:9px;background:var(--card)}
#legend summary{cursor:pointer;color:var(--muted)}
#key{list-style:none;margin:5px 0 0;padding:0;columns:2;column-gap:18px}
#key li{display:flex;gap:8px;align-items:center;padding:2px 0;break-inside:avoid;overflow-wrap:anywhere}
#key svg{flex:none}
#status{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);margin:0}
footer{padding:5px 16px;border-top:1px solid var(--border);background:var(--card)}
[hidden],.hidden{display:none}
.far .lg-card{stroke:none;fill-opacity:.8}.far .painted .lg-card,.far .selected .lg-card{vector-effect:non-scaling-stroke;stroke-width:1}
.far .lg-line{vector-effect:non-scaling-stroke;stroke-width:.7}
.far .lit .lg-line{stroke-width:1.6}
.far .lg-head{display:none}
.lg-node,.lg-edge,.lg-flow{transition:opacity .12s}
.dim{opacity:.16}
.lg-edge.lit .lg-line{stroke-width:2.2}
.lg-flow.lit .lg-line{stroke-width:2;opacity:1}
.selected .lg-card{stroke:var(--accent);stroke-width:2.5}
.lg-row{cursor:pointer}
.lg-row:hover .lg-band{fill:var(--accent);fill-opacity:.1}.lg-row:hover .lg-column,.lg-row.lit .lg-column{fill:var(--accent);font-weight:bold}
@media (max-width:760px){main{flex-direction:column}#panel{width:auto;max-height:40%;border-left:0;border-top:1px solid var(--border)}h1{max-width:none}#legend{display:none}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
@media print{header,footer,#panel,#legend{display:none}}
`;

function colours(palette: Palette, mode: "light" | "dark"): string {
  const { paper, card, border, text, muted, accent, added, removed, modified, hues } = palette;
  const tags = tagHues.map((hue, at) => {
    const { ink, tint } = hues[hue];
    return `.tag-${at} .lg-card{fill:${tint};stroke:${ink}}`;
  });
  const costs = ramp[mode].map(
    (colour, at) =>
      `.cost-${at} .lg-card{fill:${colour}}.lg-node.cost-${at} :is(.lg-meta,.lg-kind,.lg-type){fill:${text}}`,
  );
  const changes = Object.entries({ added, removed, modified }).map(
    ([change, colour]) =>
      `.is-${change} .lg-card{stroke:${colour};fill:color-mix(in srgb,${colour} 16%,${card})}`,
  );
  return [
    `:root{--paper:${paper};--card:${card};--border:${border};--text:${text};--muted:${muted};--accent:${accent}}`,
    "body{color:var(--text);background:var(--paper)}",
    `.plain .lg-card{fill:${card}}`,
    ...tags,
    ...costs,
    ...changes,
  ].join("");
}
