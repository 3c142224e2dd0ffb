import { readJson } from "../../source/json.ts";
import { distinct, elementsOf } from "../../jinja/collection-methods.ts";
import type { Filter } from "../../jinja/filters.ts";
import { jsonOfValue, jsonText, valueOfJson } from "../../jinja/json.ts";
import { textOf } from "../../jinja/show.ts";
import {
  argument,
  callable,
  dictOf,
  isList,
  listOf,
  textArgument,
  tupleOf,
  type Call,
  type Callable,
  type Cause,
  type Thing,
  type Value,
} from "../../jinja/value.ts";

/** Filters that dbt adds: in a query they change nothing. */
export const dbtFilters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ["as_text", (value) => value],
  ["as_bool", asNative],
  ["as_native", asNative],
  ["as_number", asNative],
  ["is_list", (value) => isList(value) && value.is === "list"],
]);

/** In YAML these give the value that the text spells. */
function asNative(value: Value): Value {
  const words = new Map<Value, Value>([
    ["True", true],
    ["true", true],
    ["False", false],
    ["false", false],
    ["None", null],
    ["none", null],
  ]);
  const found = words.get(value);
  if (found !== undefined) return found;
  return typeof value === "string" && /^-?\d{1,15}$/u.test(value) ? Number(value) : value;
}

/** A function whose answer nobody knows before dbt runs; a `{% call %}` around it is run all the same. */
function unknowable(name: string, cause: Cause, message: string): Callable {
  return callable(name, (call) => {
    const { run, caller } = call;
    caller?.call({ positional: [], named: new Map(), run });
    return run.unknown(cause, message);
  });
}

/** An object all of whose members nobody knows before dbt runs. */
function unknowableThing(name: string, cause: Cause, message: string): Thing {
  return { is: "thing", name, member: (_, run) => run.unknown(cause, message) };
}

const silent = (name: string): Callable => callable(name, () => "");

function finish(call: Call): Value {
  call.run.finish(call.positional[0] ?? null);
  return "";
}

function raise(call: Call): Value {
  const message = argument(call, 0, "msg") ?? "";
  return call.run.raise(`the template gives up: ${textOf(message, call.run).trim()}`);
}

/** The default where there is one: what the environment says is never read. */
function environmentVariable(call: Call): Value {
  const name = textArgument(call, 0, "var") ?? "";
  return (
    argument(call, 1, "default") ??
    call.run.unknown("environment", `the environment variable ${name} is not read`)
  );
}

function zip(call: Call): Value {
  const lists = call.positional.map((value) => elementsOf(value, call.run));
  const length = Math.min(...lists.map((list) => list.length), 100_000);
  if (!Number.isFinite(length) || !call.run.spend(length)) return listOf([]);
  return listOf(
    Array.from({ length }, (_, index) => tupleOf(...lists.map((list) => list[index] ?? null))),
  );
}

function fromJson(call: Call): Value {
  const text = textArgument(call, 0, "string");
  const [json] = text === undefined ? [] : readJson(text).documents;
  return json === undefined ? (argument(call, 1, "default") ?? null) : valueOfJson(json);
}

function toJson(call: Call): Value {
  const json = jsonOfValue(argument(call, 0, "value") ?? null, call.run);
  return jsonText(json, { indent: undefined, sorts: call.named.get("sort_keys") === true });
}

const exceptions: Thing = {
  is: "thing",
  name: "exceptions",
  member: (name) => callable(name, name === "warn" ? () => "" : raise),
};

const clock = "the time is that of dbt's run";

/** Modules of Python: what of them needs neither clock nor pattern could be had, but nobody asks. */
const modules: Thing = {
  is: "thing",
  name: "modules",
  member: (name) => unknowableThing(`modules.${name}`, "unsupported", `modules.${name} is not run`),
};

const flags = dictOf([
  ["FULL_REFRESH", false],
  ["STORE_FAILURES", false],
  ["WHICH", "run"],
  ["EMPTY", false],
  ["DEBUG", false],
]);

function nothing(): Value {
  return "";
}

/** The names of dbt that depend on no model. */
export const plainFunctions: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["return", callable("return", finish)],
  ["env_var", callable("env_var", environmentVariable)],
  ["log", silent("log")],
  ["print", silent("print")],
  ["debug", silent("debug")],
  ["exceptions", exceptions],
  ["modules", modules],
  ["flags", flags],
  ["invocation_args_dict", dictOf([])],
  ["dbt_metadata_envs", dictOf([])],
  ["selected_resources", listOf([])],
  ["dbt_version", "1.10.0"],
  ["thread_id", "Thread-1"],
  ["pre_hooks", listOf([])],
  ["post_hooks", listOf([])],
  ["doc", callable("doc", nothing)],
  ["fromjson", callable("fromjson", fromJson)],
  ["tojson", callable("tojson", toJson)],
  ["fromyaml", unknowable("fromyaml", "unsupported", "fromyaml is not run")],
  ["toyaml", unknowable("toyaml", "unsupported", "toyaml is not run")],
  [
    "set",
    callable("set", ({ positional: [value = null], run }) => distinct(elementsOf(value, run), run)),
  ],
  [
    "set_strict",
    callable("set_strict", ({ positional: [value = null], run }) =>
      distinct(elementsOf(value, run), run),
    ),
  ],
  ["zip", callable("zip", zip)],
  ["zip_strict", callable("zip_strict", zip)],
  ["local_md5", unknowable("local_md5", "unsupported", "local_md5 is not computed")],
  ["render", callable("render", ({ positional: [value = null] }) => value)],
  ["should_full_refresh", callable("should_full_refresh", () => false)],
  ["store_result", silent("store_result")],
  ["run_started_at", unknowableThing("run_started_at", "environment", clock)],
  ["invocation_id", "00000000-0000-0000-0000-000000000000"],
]);
