import { listAt, memberOf, objectAt, textAt, type Json, type Steps } from "../../base/json.ts";
import type { Place } from "../../diagnostic/place.ts";
import type { Workload } from "./kinds.ts";

/** A storage URI in an argument or a variable of a workload. */
export interface UriUse {
  readonly uri: string;
  /** What the name of the argument or variable says; undefined where it says nothing. */
  readonly direction: "reads" | "writes" | undefined;
  readonly place: Place;
  /** The name of the argument or variable; empty for a bare argument. */
  readonly named: string;
}

const writing: ReadonlySet<string> = new Set([
  "out",
  "output",
  "outputs",
  "dest",
  "destination",
  "sink",
  "target",
  "write",
  "writes",
  "result",
  "results",
  "export",
]);
const reading: ReadonlySet<string> = new Set([
  "in",
  "input",
  "inputs",
  "source",
  "sources",
  "src",
  "read",
  "reads",
  "from",
]);

/** Most URIs of one workload. */
const usesMax = 100;
const textMax = 64 * 1024;

/**
 * The storage URIs that the containers of a workload are given. One with a variable, a template, or a
 * user and password in it is left out: it names no one place, or must not be repeated.
 */
export function uriUses({ pod, places }: Workload): readonly UriUse[] {
  const lists = ["containers", "initContainers"].flatMap((list) =>
    listAt(pod.value, list).map((container, index) => ({
      container,
      steps: [...pod.steps, list, index],
    })),
  );
  const uses = lists.flatMap(({ container, steps }) => [
    ...["command", "args"].flatMap((field) =>
      inArguments(listAt(container, field), [...steps, field]),
    ),
    ...inVariables(listAt(container, "env"), [...steps, "env"]),
  ]);
  return uses.slice(0, usesMax).map(({ at, ...use }) => ({ ...use, place: places.value(...at) }));
}

type Found = Omit<UriUse, "place"> & { readonly at: Steps };

/** `--output=s3://…`, or `--output` with the URI as the next argument. */
function inArguments(args: readonly Json[], steps: Steps): readonly Found[] {
  return args.flatMap((arg, index): Found[] => {
    if (typeof arg !== "string") return [];
    const [, flag] = /^(-{1,2}[\w.-]{1,80})[= ]/u.exec(arg) ?? [];
    const before = args[index - 1];
    const named =
      flag ?? (typeof before === "string" && /^-{1,2}[\w.-]{1,80}$/u.test(before) ? before : "");
    const uris = urisIn(arg);
    // One name cannot tell which of several it means.
    const direction = uris.length === 1 ? directionOf(named) : undefined;
    return uris.map((uri) => ({ uri, direction, named, at: [...steps, index] }));
  });
}

function inVariables(variables: readonly Json[], steps: Steps): readonly Found[] {
  return variables.flatMap((variable, index): Found[] => {
    const named = textAt(variable, "name") ?? "";
    const value = memberOf(objectAt({ variable }, "variable"), "value");
    if (typeof value !== "string") return [];
    const uris = urisIn(value);
    const direction = uris.length === 1 ? directionOf(named) : undefined;
    return uris.map((uri) => ({ uri, direction, named, at: [...steps, index, "value"] }));
  });
}

function directionOf(name: string): UriUse["direction"] {
  const words = name.toLowerCase().split(/[^a-z]+/u);
  const writes = words.some((word) => writing.has(word));
  const reads = words.some((word) => reading.has(word));
  if (writes === reads) return undefined;
  return writes ? "writes" : "reads";
}

/** Without query and fragment, which may hold a key. */
function urisIn(text: string): readonly string[] {
  const schemes =
    /\b(?:s3[an]?|gs|gcs|abfss?|wasbs?|hdfs|dbfs|adl):\/\/[^\s"'`,;()<>|\\]{1,1024}/gu;
  const found = text.slice(0, textMax).match(schemes) ?? [];
  const plain = found.map((uri) => uri.replace(/[?#].*$/su, ""));
  return [...new Set(plain.filter(isOnePlace))];
}

/** Below a bucket or container, without a variable, a template, or a user and password. */
function isOnePlace(uri: string): boolean {
  return /:\/\/[^/]+\/[^/]/u.test(uri) && !/[${}]|\/\/[^/]*:[^/]*@/u.test(uri);
}
