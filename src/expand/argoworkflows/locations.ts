import {
  isObject,
  memberOf,
  textAt,
  textsAt,
  type Json,
  type JsonObject,
} from "../../base/json.ts";
import type { Key } from "../../model/ids.ts";
import type { UnknownReason } from "../../model/kinds.ts";
import { keyOfUri } from "../../model/uri.ts";
import { stores } from "../../spec/argoworkflows/templates.ts";
import { normalRepository } from "../git-url.ts";
import { filled, type Scope } from "./values.ts";

/** Where an artifact lies. */
export type Location =
  | { readonly in: "place"; readonly key: Key }
  /** In the bucket that only the controller knows, under this key. */
  | { readonly in: "repository"; readonly key: string }
  /** Its content stands in the workflow. */
  | { readonly in: "text" }
  | { readonly in: "unknown"; readonly text: string; readonly reason: UnknownReason };

/** The location that the artifact states; undefined where it states none. */
export function locationOf(artifact: Json, scope: Scope): Location | undefined {
  for (const store of stores) {
    const value = memberOf(artifact, store);
    if (value === undefined || value === null) continue;
    const written = isObject(value) ? value : {};
    if (store === "raw") return { in: "text" };
    if (store === "plugin") return { in: "unknown", text: "plugin", reason: "tool" };
    return located(store, written, scope);
  }
  return undefined;
}

type Store = Exclude<(typeof stores)[number], "raw" | "plugin">;

function located(store: Store, written: JsonObject, scope: Scope): Location {
  const texts = new Map<string, string>();
  for (const field of fields[store]) {
    const raw = writtenText(written, field);
    const value = filled(raw, scope);
    if ("unknown" in value) return { in: "unknown", text: raw, reason: value.unknown };
    texts.set(field, value.text);
  }
  const text = (field: string): string => texts.get(field) ?? "";
  const key = text("key").replace(/^\//u, "");
  if (isBucket(store) && text("bucket") === "" && key !== "") return { in: "repository", key };
  const uri = uris[store](text);
  const place = uri === undefined ? undefined : keyOfUri(uri);
  if (place === undefined) return { in: "unknown", text: store, reason: "undeclared" };
  return { in: "place", key: place };
}

/** Of several name nodes the first stands for all. */
function writtenText(written: JsonObject, field: string): string {
  if (field === "addresses") return textsAt(written, field)[0]?.[1] ?? "";
  return textAt(written, field) ?? "";
}

function isBucket(store: Store): boolean {
  return store === "s3" || store === "gcs" || store === "oss";
}

const fields: Readonly<Record<Store, readonly string[]>> = {
  s3: ["bucket", "key"],
  gcs: ["bucket", "key"],
  oss: ["bucket", "key"],
  azure: ["endpoint", "container", "blob"],
  hdfs: ["addresses", "path"],
  git: ["repo"],
  http: ["url"],
  artifactory: ["url"],
};

type Texts = (field: string) => string;

/** The address in OpenLineage's words: its namespace, then the name. */
const uris: Readonly<Record<Store, (text: Texts) => string | undefined>> = {
  s3: (text) => inBucket("s3", text),
  gcs: (text) => inBucket("gs", text),
  oss: (text) => inBucket("oss", text),
  azure: azureUri,
  hdfs: (text) => hdfsUri(text("addresses"), text("path")),
  git: (text) => (text("repo") === "" ? undefined : `git://${normalRepository(text("repo"))}`),
  http: (text) => webUri(text("url")),
  artifactory: (text) => webUri(text("url")),
};

function inBucket(scheme: string, text: Texts): string | undefined {
  const bucket = text("bucket");
  return bucket === "" || bucket.includes("/")
    ? undefined
    : `${scheme}://${bucket}/${text("key").replace(/^\//u, "")}`;
}

/** `https://account.blob.core.windows.net` is spoken of as wasbs, its `dfs` sibling as abfss. */
function azureUri(text: Texts): string | undefined {
  const host = /^https?:\/\/([^/@?#\s]+)/u.exec(text("endpoint"))?.[1];
  if (host === undefined || text("container") === "") return undefined;
  const scheme = host.includes(".dfs.") ? "abfss" : "wasbs";
  return `${scheme}://${text("container")}@${host}/${text("blob").replace(/^\//u, "")}`;
}

function hdfsUri(address: string, path: string): string | undefined {
  const host = address.replace(/^hdfs:\/\//u, "").replace(/\/.*$/su, "");
  return host === "" || path === "" ? undefined : `hdfs://${host}/${path.replace(/^\/+/u, "")}`;
}

/** Without user, password and query: these may be secrets, and a token names no other data. */
function webUri(url: string): string | undefined {
  const match = /^(https?):\/\/(?:[^@/?#]*@)?([^/?#\s]+)([^?#]*)/iu.exec(url);
  return match === null ? undefined : `${match[1]}://${match[2]?.toLowerCase()}${match[3]}`;
}
