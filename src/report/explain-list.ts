import { counted } from "../base/text.ts";
import type { RuleFamily } from "../diagnostic/families.ts";
import { tableText } from "./columns.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";
import type { Paint } from "./paint.ts";

/** Every rule by family, a line each. */
export const explainListTextReporter: Reporter<readonly RuleFamily[]> = {
  name: "text",
  mediaType: "text/plain",
  render: (families, paint) => {
    const count = families.reduce((sum, { rules }) => sum + rules.length, 0);
    return [
      ...families.map((family) => familyText(family, paint)),
      `${counted(count, "rule")}; lineagectl explain RULE tells more\n`,
    ].join("\n");
  },
};

function familyText({ family, title, rules }: RuleFamily, paint: Paint): string {
  const heading = title === undefined ? paint.show(family) : `${family}  ${title}`;
  const rows = rules.map(({ id, severity, title: about }) => ({
    cells: [{ text: id }, { text: severity, tone: (text: string) => paint.as(severity, text) }],
    note: { text: paint.show(about) },
  }));
  const table = tableText(rows, { indent: "  ", width: paint.width });
  return `${paint.as("strong", heading)}\n${table}`;
}

/** The same for programs. */
export const explainListJsonReporter: Reporter<readonly RuleFamily[]> = {
  name: "json",
  mediaType: "application/json",
  render: (families) =>
    jsonText({
      schema: schemaOf("explain-list"),
      families: families.map(({ family, title, rules }) => ({
        family,
        ...(title !== undefined && { title }),
        rules: rules.map((rule) => ({ id: rule.id, title: rule.title, severity: rule.severity })),
      })),
    }),
};
