import { shortened } from "../base/text.ts";
import type { RelatedPlace } from "../diagnostic/diagnostic.ts";
import type { Place } from "../diagnostic/place.ts";
import type { Finding } from "../model/review.ts";
import type { RuleBook } from "./document.ts";
import { frameOf, placeText, signOf } from "./finding-text.ts";
import {
  dim,
  lineBlock,
  name,
  plain,
  strong,
  tableOf,
  type Block,
  type Entry,
  type Line,
  type Step,
  type Table,
} from "./page.ts";
import { pagePaint } from "./paint.ts";
import type { Sources } from "./sources.ts";

/** What a finding is shown with. */
export interface Beside {
  readonly sources: Sources;
  readonly rules: RuleBook;
}

/** Messages are a sentence or two; one that is longer holds somebody's file. */
const messageMax = 600;
const stepsMax = 20;

/** The findings in a row each: rule, what is wrong, where. */
export function findingsTable(findings: readonly Finding[], max: number, sources: Sources): Table {
  return tableOf(findings, {
    columns: [{ title: "rule" }, { title: "what is wrong, and where" }],
    max,
    what: "findings: --format json lists all",
    row: (finding) => ({
      cells: [
        [[plain(`${signOf(finding, pagePaint)[0]} `), strong(finding.diagnostic.rule)]],
        [
          [plain(shortened(finding.diagnostic.message, messageMax))],
          [name(placeText(finding.diagnostic.place, sources)), ...notesOf(finding)],
        ],
      ],
    }),
  });
}

function notesOf({ fresh, waiver }: Finding): Line {
  return [
    ...(fresh ? [] : [dim("  also in the base")]),
    ...(waiver === undefined
      ? []
      : [dim("  waived by "), name(waiver.id), dim(` until ${waiver.expires}: ${waiver.reason}`)]),
  ];
}

/** One finding in full: where, the code, the path through lineage, what to do and why. */
export function findingEntry(finding: Finding, { sources, rules }: Beside): Entry {
  const { diagnostic, verdict } = finding;
  const { rule, severity, message, place, related, flow, help } = diagnostic;
  const info = rules.get(rule);
  const steps = [
    ...stepsOf(flow, sources, (index) => (index === 0 ? "path" : "then")),
    ...stepsOf(related, sources, () => "see"),
    ...(help === undefined ? [] : [{ lead: "fix", line: [plain(shortened(help, messageMax))] }]),
    ...(info === undefined || info.why === "" ? [] : [{ lead: "why", line: [plain(info.why)] }]),
    { lead: "more", line: [name(`lineagectl explain ${rule}`)] },
  ];
  return {
    is: "entry",
    tone: verdict === "undecided" ? "warning" : severity,
    title: [
      plain(`${signOf(finding, pagePaint)[0]} `),
      strong(rule),
      plain(`  ${shortened(message, messageMax)}`),
    ],
    blocks: [
      lineBlock(name(placeText(place, sources)), ...notesOf(finding)),
      ...codeBlocks(place, sources),
      { is: "steps", steps },
    ],
  };
}

function stepsOf(
  items: readonly RelatedPlace[],
  sources: Sources,
  lead: (index: number) => string,
): readonly Step[] {
  const shown = items.slice(0, stepsMax).map(({ message, place }, index) => ({
    lead: lead(index),
    line: [plain(`${shortened(message, messageMax)}  `), name(placeText(place, sources))],
  }));
  const hidden = items.length - stepsMax;
  return hidden > 0 ? [...shown, { lead: "and", line: [plain(`${hidden} more`)] }] : shown;
}

function codeBlocks(place: Place, sources: Sources): readonly Block[] {
  const lines = frameOf(place, sources, pagePaint.width);
  return lines.length === 0 ? [] : [{ is: "code", lines }];
}
