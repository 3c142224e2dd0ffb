import { sha256 } from "../base/digest.ts";
import { displayWidth, type FrameLine } from "../source/frame.ts";
import { htmlStyle } from "./html-style.ts";
import { escapedText } from "./html-text.ts";
import type {
  Block,
  Cell,
  Column,
  Entry,
  Line,
  Page,
  Piece,
  Section,
  Step,
  Table,
  TableRow,
} from "./page.ts";

/** Nothing is loaded, run or sent: the one style sheet is named by its digest. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${Buffer.from(sha256(htmlStyle), "hex").toString("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * A page as one self-contained file of HTML that is well-formed XML as well. Every text goes through
 * `escapedText`; there are no links, no images and no scripts.
 */
export function htmlOf(page: Page): string {
  const { title, subject, about, answers, sections } = page;
  const facts = answers.map(({ text, tone }) => `<li class="${tone}">${escapedText(text)}</li>\n`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${policy}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="referrer" content="no-referrer"/>
<title>${escapedText(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<main>
<header>
<p>lineagectl</p>
<h1>${escapedText(subject)}</h1>
<p class="about">${lineHtml(about)}</p>
<ul class="answers">
${facts.join("")}</ul>
</header>
${sections.map(sectionHtml).join("")}</main>
</body>
</html>
`;
}

function sectionHtml({ heading, note, folded, blocks }: Section): string {
  const about = note === undefined ? "" : `<small>${escapedText(note)}</small>`;
  const title = `${escapedText(heading)}${about}`;
  const body = blocks.map(blockHtml).join("");
  if (folded) return `<details>\n<summary>${title}</summary>\n${body}</details>\n`;
  return `<section>\n${title === "" ? "" : `<h2>${title}</h2>\n`}${body}</section>\n`;
}

function blockHtml(block: Block): string {
  switch (block.is) {
    case "line":
      return `<p>${lineHtml(block.line)}</p>\n`;
    case "command":
      return `<pre class="command">${escapedText(block.text)}</pre>\n`;
    case "code":
      return `<pre>${frameHtml(block.lines)}</pre>\n`;
    case "steps":
      return `<dl>\n${block.steps.map(stepHtml).join("")}</dl>\n`;
    case "table":
      return tableHtml(block);
    case "entry":
      return entryHtml(block);
  }
}

function entryHtml({ tone, title, blocks }: Entry): string {
  const body = blocks.map(blockHtml).join("");
  return `<article class="entry ${tone}">\n<h3>${lineHtml(title)}</h3>\n${body}</article>\n`;
}

function stepHtml({ lead, line }: Step): string {
  return `<dt>${escapedText(lead)}</dt><dd>${lineHtml(line)}</dd>\n`;
}

/** Numbered lines, what is meant underlined within them. */
function frameHtml(lines: readonly FrameLine[]): string {
  const digits = String(lines.at(-1)?.number ?? 0).length;
  return lines
    .map(({ number, text, caret }) => {
      const gutter = `<i>${String(number).padStart(digits)}</i>`;
      if (caret === undefined) return `${gutter}${escapedText(text)}`;
      const [before, meant, after] = cutAt(text, caret);
      return `${gutter}${escapedText(before)}<mark>${escapedText(meant)}</mark>${escapedText(after)}`;
    })
    .join("\n");
}

/** The text before, within and after a range of display cells. */
function cutAt(
  text: string,
  { start, length }: NonNullable<FrameLine["caret"]>,
): readonly [string, string, string] {
  const parts: [string, string, string] = ["", "", ""];
  let cells = 0;
  for (const character of text) {
    const part = cells < start ? 0 : cells < start + length ? 1 : 2;
    parts[part] += character;
    cells += displayWidth(character);
  }
  return parts;
}

function tableHtml({ columns, rows, hidden, what }: Table): string {
  const head = columns.map((column) => `<th${classOf(column)}>${escapedText(column.title)}</th>`);
  const more = hidden === 0 ? "" : `<p class="dim">and ${hidden} more ${escapedText(what)}</p>\n`;
  return `<div class="table"><table>
<thead><tr>${head.join("")}</tr></thead>
<tbody>
${rows.map((row, index) => rowHtml(row, { columns, under: rows[index - 1]?.heading === true })).join("")}</tbody>
</table></div>
${more}`;
}

function rowHtml(
  { cells, heading }: TableRow,
  { columns, under }: { readonly columns: readonly Column[]; readonly under: boolean },
): string {
  if (heading) {
    return `<tr><th colspan="${columns.length}">${cells.map(cellHtml).join("")}</th></tr>\n`;
  }
  const shown = cells.map((cell, index) => `<td${classOf(columns[index])}>${cellHtml(cell)}</td>`);
  return `<tr${under ? ' class="under"' : ""}>${shown.join("")}</tr>\n`;
}

function classOf(column: Column | undefined): string {
  return column?.align === "right" ? ' class="right"' : "";
}

function cellHtml(cell: Cell): string {
  return cell.map(lineHtml).join("<br/>");
}

function lineHtml(line: Line): string {
  return line.map(pieceHtml).join("");
}

function pieceHtml({ text, as }: Piece): string {
  const shown = escapedText(text);
  if (as === "plain" || shown === "") return shown;
  if (as === "name") return `<code>${shown}</code>`;
  if (as === "strong") return `<b>${shown}</b>`;
  return `<span class="${as}">${shown}</span>`;
}
