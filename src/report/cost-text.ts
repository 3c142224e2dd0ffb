import { visible } from "../base/text.ts";
import type { Day } from "../base/ports.ts";
import type { CostDiff, Estimate } from "../model/estimate.ts";
import type { Side } from "../model/review.ts";
import { tableText, type Row } from "./columns.ts";
import { byAsset, changeRows, formulaText, lineName } from "./cost-rows.ts";
import type { Reporter } from "./document.ts";
import { placeText } from "./finding-text.ts";
import { amountText, changeText, costTitle, leftOutText, moneyText, rangeText } from "./money.ts";
import type { Paint } from "./paint.ts";
import type { Sources } from "./sources.ts";
import { flowing } from "./wrap.ts";

/** What `cost diff` shows. */
export interface CostDiffDocument {
  readonly cost: CostDiff;
  readonly sources: Sources;
  readonly base: Side;
  readonly head: Side;
  readonly asOf: Day;
}

export const costDiffTextReporter: Reporter<CostDiffDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ cost, base, head, asOf }, paint) => {
    const changed = cost.changes.filter(({ how }) => how !== "same");
    const range = `${visible(base.label)}${paint.signs.range}${visible(head.label)}`;
    const title = titleText({ ...cost, about: range, asOf }, paint);
    if (changed.length === 0) {
      return `${title}  nothing changes: ${moneyText(cost.after.expected)} before and after\n${unknownText(cost.after.unknown)}`;
    }
    const table = tableText(changeRows(cost, changed, paint), { indent: "  ", width: paint.width });
    const effects = `  of it by the change itself ${changeText(cost.code.expected, paint)}, by new prices ${changeText(cost.price.expected, paint)}\n`;
    return `${title}${table}${effects}`;
  },
};

/** What `cost estimate` shows. */
export interface EstimateDocument {
  readonly estimate: Estimate;
  readonly sources: Sources;
  readonly head: Side;
  readonly asOf: Day;
}

export const costEstimateTextReporter: Reporter<EstimateDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ estimate, sources, head, asOf }, paint) => {
    const { lines, total } = estimate;
    const title = titleText({ ...estimate, about: visible(head.label), asOf }, paint);
    if (lines.length === 0) return `${title}  nothing that costs is declared\n`;
    const rows = byAsset(lines, paint, (line): Row => ({
      cells: [
        { text: lineName(line, paint) },
        { text: amountText(line.cost, moneyText), align: "right" },
      ],
      note: {
        text: `${formulaText(line, paint)}   ${placeText(line.place, sources)}`,
        tone: (text) => paint.as("dim", text),
      },
    }));
    const sum: Row = {
      cells: [{ text: "total" }, { text: moneyText(total.expected), align: "right" }],
      note: { text: rangeText(total) ?? "" },
    };
    return `${title}${tableText([...rows, sum], { indent: "  ", width: paint.width })}${unknownText(total.unknown)}`;
  },
};

interface Title extends Pick<Estimate, "currency" | "hoursPerMonth"> {
  readonly about: string;
  readonly asOf: Day;
}

function titleText({ currency, hoursPerMonth, about, asOf }: Title, paint: Paint): string {
  const name = costTitle(currency);
  const parts = [
    { text: name, tone: (text: string) => paint.as("strong", text) },
    { text: about },
    { text: `${hoursPerMonth} h a month` },
    { text: `prices of ${asOf}` },
  ];
  return `${flowing(parts, paint.width)}\n`;
}

function unknownText(unknown: number): string {
  const text = leftOutText({ unknown });
  return text === undefined ? "" : `  ${text}: no price or no quantity is declared\n`;
}
