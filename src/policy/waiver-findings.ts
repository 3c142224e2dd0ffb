import type { Day } from "../base/ports.ts";
import { counted, nearest } from "../base/text.ts";
import { diagnose, type Diagnostic, type DiagnosticFacts } from "../diagnostic/diagnostic.ts";
import type { RuleInfo } from "../diagnostic/diagnostic.ts";
import {
  WVR_001,
  WVR_002,
  WVR_003,
  WVR_004,
  WVR_005,
  WVR_006,
  WVR_007,
  WVR_008,
} from "../diagnostic/rules/wvr.ts";
import { ruleInfos } from "../diagnostic/registry.ts";
import { nameOf, type AssetId } from "../model/ids.ts";
import { namesOf } from "../model/names.ts";
import type { Asset } from "../model/snapshot.ts";
import type { Rule, WaiverTerms } from "./rule.ts";
import { isPattern, type Waiver } from "./waiver.ts";

/** Days before its end from which a waiver is announced to expire. */
const soonDays = 14;

interface Standing {
  readonly rule: Rule | undefined;
  /** The assets that it names. */
  readonly named: readonly AssetId[];
  readonly rules: readonly Rule[];
  readonly asOf: Day;
}

/** The first thing because of which a waiver covers nothing (WVR-003 to WVR-006). */
export function defectOf(waiver: Waiver, about: Standing): Diagnostic | undefined {
  const { rule, named, asOf } = about;
  if (rule?.waivable === undefined) return notWaivable(waiver, about);
  return (
    badDates(waiver, rule.waivable, asOf) ??
    notApproved(waiver, rule.waivable) ??
    tooBroad(waiver, named)
  );
}

function notWaivable(waiver: Waiver, { rule, rules }: Standing): Diagnostic {
  const ids = rules.map(({ id }) => id);
  const close = nearest(waiver.rule, ids);
  const isOurs = ruleInfos.some(({ id }) => id === waiver.rule);
  const message =
    rule !== undefined
      ? `${waiver.rule} cannot be waived`
      : isOurs
        ? `${waiver.rule} is no policy: its findings are mended, not waived`
        : `there is no rule ${waiver.rule}`;
  const help = rule === undefined && close !== undefined ? `did you mean ${close}?` : undefined;
  return finding(WVR_004, waiver, "rule", { message, help });
}

function badDates(waiver: Waiver, { maxDays }: WaiverTerms, asOf: Day): Diagnostic | undefined {
  const { created, expires, rule } = waiver;
  if (expires <= created) {
    const message = `it expires on ${expires}, which is not after ${created}, when it was made`;
    return finding(WVR_005, waiver, "expires", { message });
  }
  const days = daysBetween(created, expires);
  if (days > maxDays) {
    const message = `it lasts ${counted(days, "day")}, and ${rule} can be waived for ${maxDays} at most`;
    return finding(WVR_005, waiver, "expires", { message });
  }
  if (created <= asOf) return undefined;
  const message = `it was made on ${created}, which is after ${asOf}`;
  return finding(WVR_005, waiver, "created", { message });
}

function notApproved(waiver: Waiver, { approvers }: WaiverTerms): Diagnostic | undefined {
  const found = waiver.approvedBy.some((one) => approvers.includes(one));
  if (approvers.length === 0 || found) return undefined;
  return finding(WVR_006, waiver, "approvedBy", {
    message: `it is approved by ${waiver.approvedBy.join(", ") || "nobody"}, and ${waiver.rule} asks for ${approvers.join(" or ")}`,
  });
}

/** A pattern that nobody confirmed, one without any name in it, or a name that several assets bear. */
function tooBroad(waiver: Waiver, named: readonly AssetId[]): Diagnostic | undefined {
  const { asset, broad } = waiver;
  const say = (message: string, help: string): Diagnostic =>
    finding(WVR_003, waiver, "asset", { message, help });
  if (!isPattern(waiver)) {
    if (named.length < 2) return undefined;
    return say(
      `${asset} is the name of ${counted(named.length, "asset")}`,
      `write one id: ${named.slice(0, 3).join(", ")}`,
    );
  }
  if (!/[A-Za-z0-9]/u.test(asset))
    return say(`${asset} covers every asset`, "name the assets, or at least their namespace");
  if (broad) return undefined;
  return say(
    `${asset} is a pattern and covers ${counted(named.length, "asset")}`,
    "name the asset, or say with broad: true that the pattern is meant",
  );
}

export function expired(waiver: Waiver): Diagnostic {
  const message = `it expired on ${waiver.expires}: what it covered counts again`;
  return finding(WVR_001, waiver, "expires", { message });
}

export function expiresSoon(waiver: Waiver, asOf: Day): readonly Diagnostic[] {
  const left = daysBetween(asOf, waiver.expires);
  if (left > soonDays) return [];
  const message = `it expires in ${counted(left, "day")}, on ${waiver.expires}`;
  return [finding(WVR_008, waiver, "expires", { message })];
}

export function repeated(waiver: Waiver, first: Waiver): Diagnostic {
  const place = waiver.places.value("metadata", "id");
  return diagnose(WVR_007, {
    message: `a second waiver is named ${waiver.id}; it covers nothing`,
    place,
    subject: `${waiver.id} ${place.path}`,
    related: [{ message: "the first one", place: first.places.value("metadata", "id") }],
  });
}

/** WVR-002, saying whether the asset, the violation or only this finding of it is not there. */
export function unused(
  waiver: Waiver,
  {
    named,
    about,
    assets,
  }: {
    readonly named: readonly AssetId[];
    readonly about: number;
    readonly assets: readonly Asset[];
  },
): Diagnostic {
  const { asset, rule } = waiver;
  const [only] = named;
  if (only === undefined) {
    const close = nearest(asset, assets.flatMap(namesOf));
    return finding(WVR_002, waiver, "asset", {
      message: `it covers nothing: ${rule} looks at no asset named ${asset}`,
      help: close === undefined ? undefined : `did you mean ${close}?`,
    });
  }
  if (about === 0) {
    const what = named.length === 1 ? nameOf(only) : counted(named.length, "asset");
    const message = `it covers nothing: ${what} ${named.length === 1 ? "does" : "do"} not violate ${rule}`;
    return finding(WVR_002, waiver, "asset", { message, help: "remove it" });
  }
  const field = waiver.fingerprint === undefined ? "path" : "fingerprint";
  const message = `it covers nothing: the finding of ${rule} on ${only} has another ${field}`;
  return finding(WVR_002, waiver, field, { message });
}

function finding(
  rule: RuleInfo,
  waiver: Waiver,
  field: string,
  facts: Pick<DiagnosticFacts, "message" | "help">,
): Diagnostic {
  return diagnose(rule, {
    ...facts,
    message: `waiver ${waiver.id}: ${facts.message}`,
    place: waiver.places.value("spec", field),
    subject: waiver.id,
  });
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
