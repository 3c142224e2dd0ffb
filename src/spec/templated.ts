import type { Json } from "../base/json.ts";

/** Whether the value is text that another program fills in: `{{ x }}`, `{% x %}` or `${x}`. */
export function isTemplated(value: Json | undefined): boolean {
  return typeof value === "string" && /\{\{|\{%|\$\{/u.test(value);
}
