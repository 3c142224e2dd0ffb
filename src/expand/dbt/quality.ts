import {
  isObject,
  memberOf,
  objectAt,
  textAt,
  type Json,
  type JsonObject,
} from "../../base/json.ts";
import { listAt } from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { Entry } from "./entries.ts";
import { eitherList } from "./said.ts";

/** A data test, in the shape of an own Dataset's `spec.tests`. */
interface DataTest {
  readonly value: JsonObject;
  readonly place: Place;
}

/** Members of a test that say how it is run, not what it checks. */
const settings: ReadonlySet<string> = new Set([
  "name",
  "description",
  "config",
  "severity",
  "tags",
  "meta",
  "where",
  "limit",
  "enabled",
  "test_name",
  "arguments",
]);

/** The tests of a model and of its columns, in the order of the file. */
export function testsIn({ value, places }: Entry): readonly DataTest[] {
  const own = eitherList(value, "data_tests", "tests").flatMap(([key, index, item]) =>
    testOf(item, undefined, places.value(key, index)),
  );
  const ofColumns = listAt(value, "columns").flatMap((column, at) =>
    eitherList(column, "data_tests", "tests").flatMap(([key, index, item]) =>
      testOf(item, textAt(column, "name"), places.value("columns", at, key, index)),
    ),
  );
  return [...own, ...ofColumns];
}

/** `unique`, or `{accepted_values: {arguments: {values: […]}, config: {severity: warn}}}`. */
function testOf(item: Json, column: string | undefined, place: Place): readonly DataTest[] {
  const named = typeof item === "string" ? { name: item, body: {} } : namedTest(item);
  if (named === undefined) return [];
  const { name, body } = named;
  const severity = textAt(objectAt(body, "config"), "severity") ?? textAt(body, "severity");
  const args = argumentsOf(body);
  const value: JsonObject = {
    name,
    ...(column !== undefined && { column }),
    ...((severity === "warn" || severity === "error") && { severity }),
    ...(Object.keys(args).length > 0 && { args }),
  };
  return [{ value, place }];
}

/** The test under its own name as key, or by `test_name` with everything beside it. */
function namedTest(item: Json): { readonly name: string; readonly body: Json } | undefined {
  const name = textAt(item, "test_name");
  if (name !== undefined) return { name, body: item };
  const first = isObject(item)
    ? Object.entries(item).find(([key]) => !settings.has(key))
    : undefined;
  return first === undefined ? undefined : { name: first[0], body: first[1] };
}

/** Older files write arguments beside the settings, newer ones below `arguments`. */
function argumentsOf(body: Json): JsonObject {
  if (!isObject(body)) return {};
  const flat = Object.entries(body).filter(([key]) => !settings.has(key));
  return { ...Object.fromEntries(flat), ...objectAt(body, "arguments") };
}

/** Whether a column has a test or a constraint of that kind. */
export function isChecked(column: Json, names: readonly string[]): boolean {
  const tests = eitherList(column, "data_tests", "tests").flatMap(([, , item]) =>
    typeof item === "string" ? [item] : isObject(item) ? Object.keys(item) : [],
  );
  const constraints = listAt(column, "constraints").flatMap((item) => textAt(item, "type") ?? []);
  return [...tests, ...constraints].some((name) => names.includes(name));
}

/** Hours of `error_after`, else of `warn_after`. */
export function freshnessHours(freshness: Json | undefined): number | undefined {
  for (const key of ["error_after", "warn_after"]) {
    const limit = memberOf(freshness, key);
    const count = memberOf(limit, "count");
    const hours = { minute: 1 / 60, hour: 1, day: 24 } as const;
    const period = textAt(limit, "period");
    if (typeof count !== "number" || count <= 0) continue;
    if (period === "minute" || period === "hour" || period === "day") return count * hours[period];
  }
  return undefined;
}
