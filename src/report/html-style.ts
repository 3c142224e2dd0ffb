/** How the report looks: readable first, in light and dark, and on paper. */
export const htmlStyle = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1b2026, #e2e6ea);
  --dim: light-dark(#626c77, #929ca8);
  --page: light-dark(#f6f7f9, #12161b);
  --card: light-dark(#ffffff, #1a1f26);
  --line: light-dark(#dfe3e8, #2d343d);
  --code: light-dark(#f3f5f7, #141920);
  --error: light-dark(#b3261e, #ff8a80);
  --warning: light-dark(#8a5a00, #f0b849);
  --info: light-dark(#1a5fb4, #82b4ff);
  --good: light-dark(#1d7a3a, #6fd08c);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
header { margin-bottom: 2.5rem; }
header p { margin: 0; color: var(--dim); }
header .about { margin: 0 0 1rem; }
h1 { margin: 0 0 .25rem; font-size: 1.75rem; line-height: 1.25; letter-spacing: -0.015em; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem; }
h2 small, summary small { font-weight: 400; font-size: .9rem; color: var(--dim); margin-left: .5em; }
h3 { margin: 0 0 .5rem; font-size: 1rem; font-weight: 400; overflow-wrap: anywhere; }
.answers { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; padding: 0; list-style: none; }
.answers li { padding: .35rem .8rem; border: 1px solid var(--line); border-radius: 999px; background: var(--card); font-weight: 600; }
.answers .error, .error > h3 b { color: var(--error); }
.answers .warning, .warning > h3 b { color: var(--warning); }
.answers .info, .info > h3 b { color: var(--info); }
.answers .good { color: var(--good); }
.entry { margin: 0 0 1rem; padding: 1rem 1.25rem; border: 1px solid var(--line); border-left: 4px solid var(--info);
  border-radius: 8px; background: var(--card); break-inside: avoid; }
.entry.error { border-left-color: var(--error); }
.entry.warning { border-left-color: var(--warning); }
p { margin: .35rem 0; overflow-wrap: anywhere; }
.dim { color: var(--dim); }
code { font: .86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { margin: .6rem 0; padding: .7rem .9rem; overflow-x: auto; border-radius: 6px; background: var(--code);
  border: 1px solid var(--line); font: .82rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre.command { white-space: pre-wrap; overflow-wrap: anywhere; }
pre i { font-style: normal; color: var(--dim); user-select: none; padding-right: 1.2em; }
mark { background: none; color: inherit; font-weight: 700; text-decoration: underline wavy var(--error) 1.5px; text-underline-offset: 4px; }
.warning mark { text-decoration-color: var(--warning); }
.info mark { text-decoration-color: var(--info); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem .9rem; margin: .6rem 0 0; }
dt { color: var(--dim); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); margin: .75rem 0; }
table { width: 100%; min-width: 36rem; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .5rem .9rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
td:first-child { min-width: 22ch; }
thead th { border-top: 0; color: var(--dim); font-weight: 500; font-size: .85rem; }
tbody th { padding-bottom: 0; font-weight: 600; }
tbody th + td, .under td { border-top: 0; }
.right { text-align: right; white-space: nowrap; }
details { margin: 1.5rem 0; }
summary { cursor: pointer; font-weight: 600; }
@media print {
  :root { color-scheme: light; --page: #fff; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  pre { white-space: pre-wrap; overflow: visible; }
  .table { overflow: visible; }
  table { min-width: 0; }
  thead { display: table-header-group; }
  tr, .entry { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
