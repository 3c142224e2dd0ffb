import { byCodeUnit } from "../base/compare.ts";
import type { RuleInfo } from "./diagnostic.ts";
import { attRules } from "./rules/att.ts";
import { budRules } from "./rules/bud.ts";
import { cfgRules } from "./rules/cfg.ts";
import { idnRules } from "./rules/idn.ts";
import { linRules } from "./rules/lin.ts";
import { polRules } from "./rules/pol.ts";
import { prcRules } from "./rules/prc.ts";
import { refRules } from "./rules/ref.ts";
import { schRules } from "./rules/sch.ts";
import { synRules } from "./rules/syn.ts";
import { wvrRules } from "./rules/wvr.ts";

/** Every rule of the program itself, by id. Policies describe themselves (policy/rules). */
export const ruleInfos: readonly RuleInfo[] = [
  ...attRules,
  ...budRules,
  ...cfgRules,
  ...idnRules,
  ...linRules,
  ...polRules,
  ...prcRules,
  ...refRules,
  ...schRules,
  ...synRules,
  ...wvrRules,
].toSorted((a, b) => byCodeUnit(a.id, b.id));
