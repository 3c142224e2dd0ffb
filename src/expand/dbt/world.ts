import type { Key } from "../../model/ids.ts";
import type { Value } from "../../jinja/value.ts";
import type { Config } from "./configs.ts";
import type { Setting } from "./context.ts";
import type { Graph } from "./graph.ts";
import type { Library } from "./library.ts";
import type { Node } from "./nodes.ts";
import type { Quoting, RelationFacts } from "./relation.ts";
import type { DbtSettings, Target } from "./target.ts";

/** A column that is known without asking a warehouse. */
export interface KnownColumn {
  readonly name: string;
  readonly type?: string;
}

/** The columns of a relation, where they are known: from a seed's header, from properties. */
export type ColumnsOf = (key: Key) => readonly KnownColumn[] | undefined;

/** Everything that templates of one project can ask about. */
export interface World {
  readonly graph: Graph;
  readonly library: Library;
  readonly target: Target;
  readonly settings: DbtSettings;
  readonly quoting: Quoting;
  configOf(node: Node): Config;
  relationOf(node: Node): RelationFacts;
  columnsOf: ColumnsOf;
  /** The value of a text that may hold a template. */
  evaluate(text: string, setting: Setting): Value;
}
