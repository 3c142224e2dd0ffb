import type { Steps } from "../base/json.ts";
import { nearest } from "../base/text.ts";
import { CelEngine } from "./cel.ts";
import type { CheckResult, Environment, PolicyEngine } from "./engine.ts";
import { placeholdersIn } from "./message.ts";
import { parsePath, strayStep, type FieldPath } from "./model.ts";
import type { Regexes } from "./regexes.ts";
import type { Rule } from "./rule.ts";
