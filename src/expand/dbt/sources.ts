import { memberOf, textAt } from "../../base/json.ts";
import { jsonOfValue } from "../../jinja/json.ts";
import { hasUnknown } from "../../jinja/show.ts";
import type { Value } from "../../jinja/value.ts";
import { isTemplated } from "../../spec/templated.ts";
import type { Node } from "./nodes.ts";
import type { RelationName } from "./relation.ts";
import type { Target } from "./target.ts";

/**
 * The relation of a source's table: database of the target, schema of the source's name and
 * identifier of the table's name, unless it says otherwise.
 *
 * @see https://docs.getdbt.com/reference/source-properties
 */
export function sourceRelation(
  node: Node,
  target: Target,
  evaluate: (text: string) => Value,
): RelationName {
  const [group, table] = node.said;
  const text = (holder: typeof group, key: string): string | undefined => {
    const written = textAt(holder?.value, key);
    if (written === undefined || !isTemplated(written)) return written;
    const value = jsonOfValue(evaluate(written));
    return typeof value === "string" && value !== "" && !hasUnknown(value) ? value : undefined;
  };
  const isStated = (key: string): boolean => memberOf(group?.value, key) !== undefined;
  const database = text(group, "database") ?? text(group, "catalog");
  const stated = isStated("database") || isStated("catalog");
  const schema = text(group, "schema") ?? (isStated("schema") ? undefined : node.source);
  const known = database ?? (stated ? undefined : target.database);
  return {
    identifier: text(table, "identifier") ?? node.name,
    ...(known !== undefined && { database: known }),
    ...(schema !== undefined && { schema }),
  };
}
