import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import type { Reporter } from "./document.ts";

/** One rule as a page: what it demands, why, how to mend it, an example of each. */
export const explainTextReporter: Reporter<RuleInfo> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ id, title, severity, why, fix, passes, fails }, paint) => {
    const section = (name: string, body: string): string =>
      body === "" ? "" : `${paint.as("dim", name)}\n${indented(body)}`;
    const parts = [
      `${paint.as("strong", `${id}  ${title}`)}   ${paint.as(severity, severity)}\n`,
      section("Why", why),
      section("Fix", fix),
      section("Passes", passes),
      section("Fails", fails),
    ];
    return parts.filter((part) => part !== "").join("\n");
  },
};

function indented(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => `  ${line}`.trimEnd())
    .join("\n")
    .concat("\n");
}
