import { sha256 } from "../base/digest.ts";
import { escaped } from "../drawing/shape.ts";
import { styleSheet } from "../drawing/style.ts";
import type { PageData } from "../drawing/page-data.ts";
import type { GraphNode } from "../model/graph-view.ts";
import { nameOf } from "../model/ids.ts";
import type { Reporter } from "./document.ts";
import { script } from "./generated/page.mjs";
import { costsOf } from "./graph-costs.ts";
import type { GraphDocument } from "./graph-document.ts";
import { pageStyle } from "./graph-html-style.ts";

/**
 * The graph as one page that a person can search, narrow and open up, made of this file alone: its
 * policy allows our script and style by their digests and no connection at all, so that nothing a
 * repository says can run in it or leave it.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export const graphHtmlReporter: Reporter<GraphDocument> = {
  name: "html",
  mediaType: "text/html",
  render: graphHtml,
};

function graphHtml(document: GraphDocument): string {
  const data = dataOf(document);
  const style = `${styleSheet()}${pageStyle()}`;
  const policy = [
    "default-src 'none'",
    `script-src ${sourceOf(script)}`,
    `style-src ${sourceOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(data.title)}</title>
<style>${style}</style>
</head>
<body>
${body(data)}
<script type="application/json" id="data">${embedded(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** A digest as a policy names it. */
function sourceOf(text: string): string {
  return `'sha256-${Buffer.from(sha256(text), "hex").toString("base64")}'`;
}

/** JSON that can neither end its element nor begin another one, nor turn a line of it around. */
function embedded(value: PageData): string {
  return JSON.stringify(value).replaceAll(
    /[<>&\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function dataOf({ view, sources, tool, estimate }: GraphDocument): PageData {
  const costs = estimate === undefined ? undefined : costsOf(estimate);
  const { focus, base, columns, nodes, edges, columnEdges } = view;
  const at = ({ place }: GraphNode): string | undefined => {
    const line = place && sources.position(place)?.line;
    return place && (line === undefined ? place.path : `${place.path}:${line}`);
  };
  return {
    title: focus === undefined ? "Lineage" : `Lineage of ${nameOf(focus)}`,
    ...(focus !== undefined && { focus }),
    ...(base !== undefined && { base }),
    columns,
    nodes: nodes.map((node) => {
      const [place, cost] = [at(node), costs?.get(node.id)];
      return {
        ...node,
        ...(place !== undefined && { at: place }),
        ...(cost !== undefined && { cost }),
      };
    }),
    edges,
    columnEdges,
    tool: `${tool.name} ${tool.version}`,
  };
}

function body({ title, base, tool, nodes }: PageData): string {
  const against = base === undefined ? "" : ` <span class="note">against ${escaped(base)}</span>`;
  const tagged = nodes.some(({ tags, columns }) => tags.length + columns.length > 0);
  const colours = [
    ["kind", "kind", true],
    ["tag", "tag", tagged],
    ["cost", "cost", nodes.some(({ cost }) => cost !== undefined)],
    ["change", "change", base !== undefined],
  ] as const;
  const options = colours.map(
    ([value, words, there]) =>
      `<option value="${value}"${there ? "" : " disabled"}>${words}</option>`,
  );
  return `<header>
<h1>${escaped(title)}${against}</h1>
<input id="search" type="search" placeholder="Search ( / )" aria-label="Search assets by name, owner, tag or column" autocomplete="off" spellcheck="false">
<label>Colour by <select id="colour">${options.join("")}</select></label>
<span class="tools"><button type="button" id="all" hidden>Show all</button><button type="button" id="columns">Columns</button><button type="button" id="out" aria-label="Zoom out">−</button><button type="button" id="in" aria-label="Zoom in">+</button><button type="button" id="fit">Fit</button></span>
<span id="shown" class="note"></span>
</header>
<main>
<svg id="canvas" class="lg" tabindex="0" role="listbox" aria-label="Lineage graph. Arrow keys walk along edges, c opens columns, f narrows to what is around, u upstream, d downstream, p begins a path, Escape goes back."></svg>
<aside id="panel" aria-label="Details"></aside>
<details id="legend" open><summary>Key</summary><ul id="key"></ul></details>
<p id="status" role="status"></p>
</main>
<noscript><p>This page draws with JavaScript. <code>lineagectl graph --format svg</code> makes a picture without.</p></noscript>
<footer class="note">${escaped(tool)} · drag to move, wheel to zoom, click to select, double-click for columns · keys: arrows, c, f, u, d, p, + − 0, /, Esc</footer>`;
}
