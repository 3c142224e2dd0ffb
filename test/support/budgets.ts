// Budgets as declarations, and changes of cost for them to judge.
import type { JsonObject } from "../../src/base/json.ts";
import type { RepoPath } from "../../src/base/path.ts";
import { costOfChange, type ChangeOptions } from "../../src/cost/cost-of-change.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import type { Declaration } from "../../src/model/claim.ts";
import type { BudgetFinding } from "../../src/model/judgement.ts";
import type { Asset } from "../../src/model/snapshot.ts";
import { always, asset, cpuRow, factor, line, options, priceTable, undeclared } from "./costs.ts";

/** A budget of 100 EUR a month that fails when it is exceeded, unless `spec` says otherwise. */
export function budget(spec: JsonObject = {}, name = "growth"): Declaration {
  const whole = {
    amount: "100",
    currency: "EUR",
    period: "month",
    rules: [{ kind: "absolute", action: "fail" }],
    ...spec,
  };
  const value = { kind: "Budget", metadata: { name }, spec: whole };
  const path = "finops/budget.yaml" as RepoPath;
  return { kind: "Budget", name: `default/${name}`, path, document: 0, value };
}

/** A workload whose cost is its number of cores in euros a month; unknown without a number. */
export function costing(id: string, cores: string | undefined, facts: object = {}): Asset {
  const path = `k8s/${id.split("/")[1]}.yaml`;
  const factors = [factor("size", cores ?? undeclared, path), always];
  return asset(id, { usage: [line("cpu", factors, { path })], ...facts });
}

/** One euro a month for each core. */
const prices: Declaration = priceTable([{ ...cpuRow, price: "1" }]);

export interface Change {
  readonly before: readonly Asset[];
  readonly after: readonly Asset[];
  readonly budgets: readonly Declaration[];
  readonly more?: readonly Declaration[];
  /** What keeps files of head from being read. */
  readonly broken?: readonly Diagnostic[];
  readonly options?: Partial<ChangeOptions>;
}

export function judgedBudgets({
  before,
  after,
  budgets,
  more = [],
  broken = [],
  options: given,
}: Change): {
  readonly now: readonly BudgetFinding[];
  readonly known: readonly BudgetFinding[];
} {
  const declarations = [prices, ...budgets, ...more];
  const base = { assets: before, declarations, diagnostics: [] };
  const head = { assets: after, declarations, diagnostics: broken };
  const { budgets: found } = costOfChange(base, head, {
    ...options,
    hoursPerMonth: "1",
    pairs: new Map(),
    ...given,
  });
  return found;
}

/** `BUD-001 fail error: message`. */
export function textOf({ diagnostic, verdict }: BudgetFinding): string {
  return `${diagnostic.rule} ${verdict} ${diagnostic.severity}: ${diagnostic.message}`;
}
