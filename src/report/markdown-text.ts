import { visible } from "../base/text.ts";

/** Nothing that Markdown, GitHub or GitLab see as one character: between `@` and a name it makes text of a mention. */
const nothing = "&#8203;";

/**
 * Text of a repository as prose of GitHub flavoured Markdown: no markup, no HTML, no link, no mention
 * of a person or team, no reference to an issue, no formula. Safe within a cell of a table.
 *
 * @see https://github.github.com/gfm/
 */
export function proseMarkdown(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_[\]~|]/gu, String.raw`\$&`)
    .replaceAll(/[#!](?=\d)/gu, `$&${nothing}`)
    .replaceAll(/gh(?=-\d)/giu, `$&${nothing}`)
    .replaceAll("@", `@${nothing}`)
    .replaceAll("$", "<span>$$</span>")
    .replaceAll("://", "&#58;//")
    .replaceAll(/(www)\./giu, "$1&#46;");
}

/**
 * A name of a repository as a code span, where nothing is looked for within. A name that could end
 * the span or a table's cell is written in character references instead.
 */
export function codeMarkdown(text: string): string {
  const shown = visible(text);
  if (shown === "") return "";
  const simple = !/[`|]/u.test(shown) && shown.trim() === shown;
  return simple ? `\`${shown}\`` : `<code>${referenced(shown)}</code>`;
}

/**
 * Every character that Markdown or HTML could take for more than text, as a character reference. An
 * address of e-mail is looked for after those are read.
 */
function referenced(text: string): string {
  return text.replaceAll(
    /[^\p{L}\p{N} ]/gu,
    (sign) => `&#${sign.codePointAt(0)};${sign === "@" ? nothing : ""}`,
  );
}

/** Lines as a fenced block that none of them can end. */
export function fencedMarkdown(lines: readonly string[], language = ""): string {
  const runs = lines.flatMap((line) => line.match(/`+/gu) ?? []);
  const longest = Math.max(2, ...runs.map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${lines.join("\n")}\n${fence}\n`;
}
