import { visible } from "../base/text.ts";
import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import type { Reporter } from "./document.ts";
import type { Paint } from "./paint.ts";
import { flowing, wrapped } from "./wrap.ts";

/** One rule as a page: what it demands, why, how to mend it, an example of each. */
export const explainTextReporter: Reporter<RuleInfo> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ id, title, severity, why, fix, passes, fails }, paint) => {
    const heading = [
      { text: `${id}  ${paint.show(title)}`, tone: (text: string) => paint.as("strong", text) },
      { text: severity, tone: (text: string) => paint.as(severity, text) },
    ];
    const section = (name: string, lines: readonly string[]): string =>
      lines.length === 0
        ? ""
        : `${paint.as("dim", name)}\n${lines.map((line) => `  ${line}`.trimEnd()).join("\n")}\n`;
    const parts = [
      `${flowing(heading, paint.width)}\n`,
      section("Why", prose(why, paint)),
      section("Fix", prose(fix, paint)),
      section("Passes", example(passes)),
      section("Fails", example(fails)),
    ];
    return parts.filter((part) => part !== "").join("\n");
  },
};

function prose(text: string, paint: Paint): readonly string[] {
  return text.trim() === "" ? [] : wrapped(paint.show(text.trim()), paint.width - 2);
}

/** File text: line by line as it is, nothing rewritten but what could steer the terminal. */
function example(text: string): readonly string[] {
  return text.trim() === "" ? [] : text.trimEnd().split("\n").map(visible);
}
