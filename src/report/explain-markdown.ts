import { visible } from "../base/text.ts";
import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import type { RuleFamily } from "../diagnostic/families.ts";
import type { Reporter } from "./document.ts";

/** Every rule as one page of Markdown, a section each, to be found under its id. */
export const explainMarkdownReporter: Reporter<readonly RuleFamily[]> = {
  name: "markdown",
  mediaType: "text/markdown",
  render: (families) => {
    const contents = families.map(
      ({ family, title, rules }) =>
        `- ${family}${title === undefined ? "" : ` (${title})`}: ${rules.map(({ id }) => `[${id}](#${id.toLowerCase()})`).join(", ")}`,
    );
    const sections = families.flatMap(({ family, title, rules }) => [
      `## ${family}${title === undefined ? "" : `: ${title}`}\n`,
      ...rules.map(ruleText),
    ]);
    return ["# Rules\n", `${contents.join("\n")}\n`, ...sections].join("\n");
  },
};

function ruleText({ id, title, severity, why, fix, passes, fails }: RuleInfo): string {
  const parts = [
    `### ${id}\n`,
    `**${escaped(title)}** (${severity})\n`,
    `${escaped(why.trim())}\n`,
    ...(fix.trim() === "" ? [] : [`Fix: ${escaped(fix.trim())}\n`]),
    ...exampleText("Passes", passes),
    ...exampleText("Fails", fails),
  ];
  return parts.join("\n");
}

function exampleText(name: string, text: string): readonly string[] {
  if (text.trim() === "") return [];
  const lines = text.trimEnd().split("\n").map(visible);
  // A longer fence than any that the example holds.
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => (line.match(/`+/gu) ?? []).map((run) => run.length)),
  );
  const fence = "`".repeat(longest + 1);
  return [`${name}:\n`, `${fence}\n${lines.join("\n")}\n${fence}\n`];
}

/** Prose in one paragraph, in which nothing is markup. */
function escaped(text: string): string {
  return visible(text.replaceAll(/\s+/gu, " ")).replaceAll(
    /[\\`*_{}[\]<>#|~!&]/gu,
    (sign) => `\\${sign}`,
  );
}
