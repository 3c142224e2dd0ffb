import { visible } from "../base/text.ts";
import type { CostChange, CostDiff, CostLine, Estimate } from "../model/estimate.ts";
import { nameOf } from "../model/ids.ts";
import { columnsText, type Cell } from "./columns.ts";
import type { Reporter } from "./document.ts";
import { placeText } from "./finding-text.ts";
import { amountText, changeText, leftOutText, moneyText, rangeText } from "./money.ts";
import type { Paint } from "./paint.ts";
import type { Sources } from "./sources.ts";

const right = (text: string): Cell => ({ text, align: "right" });

/** A table of line changes with its heading and its total. */
export function costRows(cost: CostDiff, changes: readonly CostChange[], paint: Paint): readonly (readonly Cell[])[] {
  const heading = ["before", "after", "change"].map((text): Cell => ({ ...right(text), tone: (cell) => paint.as("dim", cell) }));
  const change = (text: string): string => changeText(text, paint);
  const total = [
    { text: "total" },
    right(moneyText(cost.before.expected)),
    right(moneyText(cost.after.expected)),
    right(change(cost.change.expected)),
    { text: leftOutText(cost.after) ?? "" },
  ];
  return [
    [{ text: "" }, ...heading],
    ...changes.map((line) => [
      { text: lineName(line) },
      right(amountText(line.before?.cost, moneyText)),
      right(amountText(line.after?.cost, moneyText)),
      right(amountText(line.change, change)),
      { text: whyText(line) },
    ]),
    total,
  ];
}

function lineName({ asset, line, meter }: Pick<CostLine, "asset" | "line" | "meter">): string {
  return visible(`${nameOf(asset)}  ${line} ${meter}`);
}

function whyText({ after, before, how }: CostChange): string {
  if (how === "moved" || how === "removed") return how;
  const line = after ?? before;
  return visible(line === undefined ? "" : formulaText(line));
}

function formulaText({ formula, price }: CostLine): string {
  return price === undefined ? formula : `${formula} at ${price.price} per ${price.unit}`;
}

/** What `cost diff` shows. */
export interface CostDiffDocument {
  readonly cost: CostDiff;
  readonly sources: Sources;
  readonly base: string;
  readonly head: string;
}

export const costDiffTextReporter: Reporter<CostDiffDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ cost, base, head }, paint) => {
    const changed = cost.changes.filter(({ how }) => how !== "same");
    const title = `Cost per month, ${cost.currency}   ${visible(base)}${paint.signs.range}${visible(head)}   ${cost.hoursPerMonth} h a month`;
    if (changed.length === 0) {
      return `${title}\n  nothing changes: ${moneyText(cost.after.expected)} before and after\n${unknownText(cost.after.unknown)}`;
    }
    const effects = `  of it by the change itself ${changeText(cost.code.expected, paint)}, by new prices ${changeText(cost.price.expected, paint)}\n`;
    return `${title}\n${columnsText(costRows(cost, changed, paint), "  ")}${effects}${unknownText(cost.after.unknown)}`;
  },
};

/** What `cost estimate` shows. */
export interface EstimateDocument {
  readonly estimate: Estimate;
  readonly sources: Sources;
  readonly head: string;
}

export const costEstimateTextReporter: Reporter<EstimateDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ estimate, sources, head }, paint) => {
    const { currency, lines, total, hoursPerMonth } = estimate;
    const rows = lines.map((line): Cell[] => [
      { text: lineName(line) },
      right(amountText(line.cost, moneyText)),
      { text: visible(formulaText(line)) },
      { text: placeText(line.place, sources), tone: (text) => paint.as("dim", text) },
    ]);
    const range = rangeText(total);
    const sum: Cell[] = [{ text: "total" }, right(moneyText(total.expected)), { text: range ?? "" }];
    const title = `Cost per month, ${currency}   ${visible(head)}   ${hoursPerMonth} h a month\n`;
    return title + columnsText([...rows, sum], "  ") + unknownText(total.unknown);
  },
};

function unknownText(unknown: number): string {
  const text = leftOutText({ unknown });
  return text === undefined ? "" : `  ${text}: no price or no quantity is declared\n`;
}
