import { canonicalJson } from "../base/canonical.ts";
import { sha256, type Sha256 } from "../base/digest.ts";
import {
  isObject,
  memberOf,
  objectAt,
  textAt,
  textsAt,
  valueAt,
  type Json,
  type JsonObject,
} from "../base/json.ts";
import { repoPath, type RepoPath } from "../base/path.ts";
import { isRegular } from "../base/git-tree.ts";
import type { ReadTree, TreeEntry } from "../base/ports.ts";
import { diagnose, type Diagnostic, type Severity } from "../diagnostic/diagnostic.ts";
import { CFG_001, CFG_002, CFG_010 } from "../diagnostic/rules/cfg.ts";
import { placesIn, type Place, type Places } from "../diagnostic/place.ts";
import { dbtSettings, type DbtSettings } from "../expand/dbt/target.ts";
import { assetKinds, type AssetKind } from "../model/kinds.ts";
import { validate } from "../schema/validate.ts";
import { limits } from "../source/limits.ts";
import { parseFile } from "../source/parse.ts";

/** What a repository decides about the tool; every key has a default. */
export interface Config {
  readonly base?: string;
  readonly scan: { readonly include: readonly string[]; readonly exclude: readonly string[] };
  readonly repo: {
    readonly urls: readonly string[];
    readonly defaultBranch?: string;
    readonly namespace: string;
  };
  readonly aliases: Readonly<Record<string, string>>;
  readonly dbt: DbtSettings;
  readonly policy: {
    /** Whether the rules of the program itself are judged. */
    readonly builtin: boolean;
    readonly params: Readonly<Record<string, Json>>;
    /** By rule id or family: `off` leaves rules out. */
    readonly severities: Readonly<Record<string, Severity | "off">>;
  };
  readonly cost: {
    readonly currency?: string;
    /** Globs of the files whose price tables count; none: every file. */
    readonly prices: readonly string[];
    /** Hours of an average month, as in `730h`, without the unit. */
    readonly hoursPerMonth: string;
    /** A month of the calendar, `YYYY-MM`, in place of the average one. */
    readonly month?: string;
  };
  /** Bucket of Argo Workflows' artifacts that name none. */
  readonly argo: { readonly bucket?: string };
  readonly attest: { readonly require: readonly AssetKind[] };
}

export interface ReadConfig {
  readonly config: Config;
  readonly path?: RepoPath;
  /** Digest of the configuration as declared, formatting and comments apart (JCS). */
  readonly digest: Sha256;
  readonly diagnostics: readonly Diagnostic[];
}

export const configPaths: readonly string[] = ["lineagectl.yaml", "lineagectl.toml"];

/** Sections that the schema knows and this version does not act on: said, never silently dropped. */
const unread: readonly (readonly string[])[] = [
  ["argo", "artifactRepository", "keyFormat"],
  ["argocd"],
  ["tags"],
  ["defaults"],
  ["policy", "baseline"],
  ["cost", "scope"],
];

/**
 * The configuration of a tree. Two files, a syntax error or a schema violation are CFG, SYN and
 * SCH errors: the caller must not go on with the defaults as if nothing had been declared.
 */
export async function readConfig(tree: ReadTree): Promise<ReadConfig> {
  const files = (await tree.list()).filter(({ path }) => configPaths.includes(path));
  const [file, second] = files;
  if (file === undefined) return withoutFile();
  if (second !== undefined)
    return { ...withoutFile(), diagnostics: [twoFiles(file.path, second.path)] };
  const [bytes] = isRegular(file.mode) ? await tree.read([file.blob], limits.bytes) : [];
  if (bytes === undefined)
    return { ...withoutFile(), path: file.path, diagnostics: [notRead(file)] };
  const { value: documents, diagnostics } = parseFile(file.path, bytes, "core");
  const broken = diagnostics.some(({ severity }) => severity === "error");
  // A file without any setting holds no document, or an empty one.
  const [document = { path: file.path, index: 0, value: {} }, ...more] = documents;
  if (more.length > 0 || !isObject(document.value ?? {})) {
    const problems = broken ? diagnostics : [...diagnostics, noSettings(file.path)];
    return { ...withoutFile(), path: file.path, diagnostics: problems };
  }
  const value = document.value ?? {};
  const invalid = await validate("config", { ...document, value });
  return {
    config: configFrom(value),
    path: file.path,
    digest: sha256(canonicalJson(value)),
    diagnostics: [...diagnostics, ...invalid, ...unreadSettings(file.path, value)],
  };
}

function withoutFile(): ReadConfig {
  return { config: configFrom({}), digest: sha256(canonicalJson({})), diagnostics: [] };
}

function twoFiles(path: RepoPath, other: RepoPath): Diagnostic {
  return diagnose(CFG_001, {
    message: `both ${path} and ${other} are present`,
    place: { in: "file", path },
    help: "keep one of the two",
  });
}

function notRead({ path, mode }: TreeEntry): Diagnostic {
  const why = isRegular(mode)
    ? "it is larger than 4 MiB"
    : "it is a link or a submodule, and only a file counts";
  const place = { in: "file", path } as const;
  return diagnose(CFG_002, { message: `${path} was not read: ${why}`, place });
}

function noSettings(path: RepoPath): Diagnostic {
  return diagnose(CFG_002, {
    message: `${path} does not hold one table of settings`,
    place: { in: "file", path },
  });
}

function unreadSettings(path: RepoPath, value: Json): readonly Diagnostic[] {
  const places = placesIn(path, 0);
  const sections = unread
    .filter((steps) => valueAt(value, steps) !== undefined)
    .map((steps) => unreadSetting(steps.join("."), places.key(...steps)));
  const packs = textsAt(objectAt(value, "policy"), "packs")
    .filter(([, name]) => name !== "builtin")
    .map(([index, name]) =>
      unreadSetting(`the policy pack ${name}`, places.value("policy", "packs", index)),
    );
  const isCalendar = valueAt(value, ["cost", "month"]) === "calendar";
  const month = isCalendar
    ? [unreadSetting("cost.month: calendar", places.value("cost", "month"))]
    : [];
  return [...sections, ...packs, ...month, ...unreadEnvironments(value, places)];
}

/** Of an environment only its dbt target counts, and that of production alone. */
function unreadEnvironments(value: Json, places: Places): readonly Diagnostic[] {
  return Object.entries(objectAt(value, "env")).flatMap(([name, environment]) =>
    Object.keys(isObject(environment) ? environment : {})
      .filter((key) => name !== "prod" || key !== "dbtTarget")
      .map((key) => unreadSetting(`env.${name}.${key}`, places.key("env", name, key))),
  );
}

function unreadSetting(what: string, place: Place): Diagnostic {
  return diagnose(CFG_010, { message: `${what} is not acted on by this version`, place });
}

function configFrom(value: Json): Config {
  const repo = objectAt(value, "repo");
  const cost = objectAt(value, "cost");
  const policy = objectAt(value, "policy");
  const base = textAt(value, "base");
  const defaultBranch = textAt(repo, "defaultBranch");
  const currency = textAt(cost, "currency");
  const month = textAt(cost, "month");
  const repository = objectAt(objectAt(value, "argo"), "artifactRepository");
  const bucket = textAt(objectAt(repository, "s3"), "bucket");
  return {
    ...(base !== undefined && { base }),
    scan: {
      include: texts(objectAt(value, "scan"), "include"),
      exclude: texts(objectAt(value, "scan"), "exclude"),
    },
    repo: {
      urls: texts(repo, "urls"),
      namespace: textAt(repo, "namespace") ?? "default",
      ...(defaultBranch !== undefined && { defaultBranch }),
    },
    aliases: textMap(objectAt(objectAt(value, "identity"), "aliases")),
    dbt: dbtSettings(value),
    policy: {
      builtin:
        memberOf(policy, "packs") === undefined || texts(policy, "packs").includes("builtin"),
      params: objectAt(policy, "params"),
      severities: severitiesIn(objectAt(policy, "severity")),
    },
    cost: {
      prices: texts(cost, "prices"),
      hoursPerMonth: hours(month),
      ...(/^\d{4}-\d{2}$/u.test(month ?? "") && { month: month ?? "" }),
      ...(currency !== undefined && { currency }),
    },
    argo: bucket === undefined ? {} : { bucket },
    attest: { require: texts(objectAt(value, "attest"), "require").filter(isKind) },
  };
}

function severitiesIn(value: JsonObject): Config["policy"]["severities"] {
  return Object.fromEntries(
    Object.entries(value).flatMap(([rule, word]) => {
      const severity = severities.find((known) => known === word);
      return severity === undefined ? [] : [[rule, severity] as const];
    }),
  );
}

const severities = ["error", "warning", "info", "off"] as const;

function texts(value: Json, key: string): readonly string[] {
  return textsAt(value, key).map(([, text]) => text);
}

function textMap(value: Readonly<Record<string, Json>>): Readonly<Record<string, string>> {
  const pairs = Object.entries(value).flatMap(([key, item]): [string, string][] =>
    typeof item === "string" ? [[key, item]] : [],
  );
  return Object.fromEntries(pairs);
}

function isKind(text: string): text is AssetKind {
  return assetKinds.some((kind) => kind === text);
}

/** `730h` without its unit; the default where a month of the calendar is named instead. */
function hours(month: string | undefined): string {
  return /^\d+(?:\.\d+)?h$/u.test(month ?? "") ? (month ?? "").slice(0, -1) : "730";
}

/** Whether the path is a configuration file at the root. */
export function isConfig(path: RepoPath): boolean {
  return repoPath(path) !== undefined && configPaths.includes(path);
}
