import { byCodeUnit } from "../base/compare.ts";
import type { JsonObject } from "../base/json.ts";
import { visible } from "../base/text.ts";
import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import type { FindingsDocument } from "./findings.ts";
import { fencedMarkdown, proseMarkdown } from "./markdown-text.ts";

/** The rules of the findings as SARIF describes them, sorted by id, and where each stands. */
export function sarifRules({ findings, rules }: Pick<FindingsDocument, "findings" | "rules">): {
  readonly rules: readonly JsonObject[];
  readonly indexOf: (id: string) => number;
} {
  const ids = [...new Set<string>(findings.map(({ diagnostic }) => diagnostic.rule))];
  const sorted = ids.toSorted(byCodeUnit);
  const index = new Map(sorted.map((id, at) => [id, at]));
  return {
    rules: sorted.map((id) => ruleJson(id, rules.get(id))),
    indexOf: (id) => index.get(id) ?? -1,
  };
}

function ruleJson(id: string, info: RuleInfo | undefined): JsonObject {
  const [family = id] = id.split("-");
  const properties = { tags: [family] };
  if (info === undefined) return { id, properties };
  const level = info.severity === "info" ? "note" : info.severity;
  return {
    id,
    properties,
    shortDescription: { text: visible(info.title) },
    fullDescription: { text: visible(info.why === "" ? info.title : info.why) },
    defaultConfiguration: { level },
    help: { text: helpText(info), markdown: helpMarkdown(info) },
  };
}

function helpText({ id, why, fix }: RuleInfo): string {
  return [why, `Fix: ${fix}`, `More: lineagectl explain ${id}`]
    .map((line) => visible(line.trim()))
    .join("\n");
}

function helpMarkdown({ id, why, fix, passes, fails }: RuleInfo): string {
  return [
    `${proseMarkdown(why.trim())}\n`,
    `\n**Fix** ${proseMarkdown(fix.trim())}\n`,
    example("Passes", passes),
    example("Fails", fails),
    `\n\`lineagectl explain ${id}\`\n`,
  ].join("");
}

function example(title: string, text: string): string {
  if (text.trim() === "") return "";
  const lines = text.trimEnd().split("\n").map(visible);
  return `\n**${title}**\n\n${fencedMarkdown(lines, "yaml")}`;
}
