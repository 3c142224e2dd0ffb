import type { RuleInfo } from "../diagnostic.ts";

const table = (rows: string): string =>
  `apiVersion: lineagectl.dev/v1
kind: PriceTable
metadata: {name: acme-2026}
spec:
  currency: EUR
  prices:
${rows}`;

const usage = (entry: string): string =>
  `apiVersion: lineagectl.dev/v1
kind: Usage
metadata: {name: segmentation-usage}
spec:
  entries:
    - ${entry}
`;

const cronJob = (schedule: string): string =>
  `apiVersion: batch/v1
kind: CronJob
metadata: {name: segmentation}
spec: {schedule: "${schedule}"}
`;

export const PRC_001: RuleInfo = {
  id: "PRC-001",
  title: "Usage without a price",
  severity: "warning",
  why: "What no price matches has an unknown cost. It is counted as unknown and never taken for nothing.",
  fix: "Add a row for the resource to a price table, or mark it with `free` and the reason.",
  passes: table('    - {id: cpu, resource: cpu, unit: vCPU.h, price: "0.0316"}\n'),
  fails: table(
    '    - {id: cpu-spot, resource: cpu, unit: vCPU.h, price: "0.0109", match: {dims: {capacity: spot}}}\n',
  ),
};

export const PRC_002: RuleInfo = {
  id: "PRC-002",
  title: "Two rows match equally well",
  severity: "error",
  why: "The row with most conditions wins. Between two of the same number nobody can tell which was meant, and taking either would be a guess.",
  fix: "Add a condition to the row that should win, or remove one of the two.",
  passes: table(
    '    - {id: cpu, resource: cpu, unit: vCPU.h, price: "0.0316"}\n    - {id: spot, resource: cpu, unit: vCPU.h, price: "0.0109", match: {dims: {capacity: spot}}}\n',
  ),
  fails: table(
    '    - {id: eu, resource: cpu, unit: vCPU.h, price: "0.0316", match: {dims: {region: eu-central-1}}}\n    - {id: spot, resource: cpu, unit: vCPU.h, price: "0.0109", match: {dims: {capacity: spot}}}\n',
  ),
};

export const PRC_003: RuleInfo = {
  id: "PRC-003",
  title: "Prices that match no usage",
  severity: "warning",
  why: "A condition that nothing meets is often a misspelt word, and the usage that was meant is then priced by a less fitting row.",
  fix: "Compare the conditions with the labels and dimensions in use, or remove the row.",
  passes: table(
    '    - {id: spot, resource: cpu, unit: vCPU.h, price: "0.0109", match: {dims: {capacity: spot}}}\n',
  ),
  fails: table(
    '    - {id: spot, resource: cpu, unit: vCPU.h, price: "0.0109", match: {dims: {capacity: spott}}}\n',
  ),
};

export const PRC_004: RuleInfo = {
  id: "PRC-004",
  title: "Usage entry that matches nothing",
  severity: "error",
  why: "An entry with a misspelt name would be passed over in silence, and what it should describe would stay unknown.",
  fix: "Correct the name, or remove the entry.",
  passes: usage("{match: {asset: growth/segmentation, step: train}, duration: PT22M}"),
  fails: usage("{match: {asset: growth/segmentaton, step: train}, duration: PT22M}"),
};

export const PRC_005: RuleInfo = {
  id: "PRC-005",
  title: "Price that cannot be used",
  severity: "error",
  why: "A negative price, tiers out of order or an interval without a day would make totals that nobody meant.",
  fix: "Write prices as decimal text of 0 or more, tiers in rising order with an open last one, and intervals whose end lies after their beginning.",
  passes: table(
    '    - {id: s3, resource: storage, unit: GiB.mo, tiers: [{upTo: 50 TiB, price: "0.0245"}, {price: "0.0235"}]}\n',
  ),
  fails: table(
    '    - {id: s3, resource: storage, unit: GiB.mo, tiers: [{upTo: 50 TiB, price: "0.0245"}, {upTo: 10 TiB, price: "0.0235"}]}\n',
  ),
};

export const PRC_006: RuleInfo = {
  id: "PRC-006",
  title: "Unit that does not fit",
  severity: "error",
  why: "A price for an hour is not one for a month, and a GB is not a GiB. Multiplying the wrong two gives a number that looks right.",
  fix: "Use the unit that the resource is measured in, and quantities of that unit in tiers and minimum.",
  passes: table('    - {id: mem, resource: memory, unit: GiB.h, price: "0.0042"}\n'),
  fails: table('    - {id: mem, resource: memory, unit: GiB.mo, price: "3.07"}\n'),
};

export const PRC_007: RuleInfo = {
  id: "PRC-007",
  title: "Prices in another currency",
  severity: "error",
  why: "Amounts of two currencies cannot be added or compared; what the table prices stays unknown.",
  fix: "Declare a rate in an FxTable, or use price tables in the currency of the estimate (`cost.currency` in the configuration).",
  passes: table('    - {id: cpu, resource: cpu, unit: vCPU.h, price: "0.0316"}\n'),
  fails: table('    - {id: cpu, resource: cpu, unit: vCPU.h, price: "0.0316"}\n').replace(
    "EUR",
    "USD",
  ),
};

export const PRC_008: RuleInfo = {
  id: "PRC-008",
  title: "Id of a price used twice",
  severity: "error",
  why: "Reports name prices by id; with two rows of one id nobody can tell which one was used.",
  fix: "Give each row of a table an id of its own.",
  passes: table(
    '    - {id: cpu, resource: cpu, unit: vCPU.h, price: "0.0316"}\n    - {id: mem, resource: memory, unit: GiB.h, price: "0.0042"}\n',
  ),
  fails: table(
    '    - {id: cpu, resource: cpu, unit: vCPU.h, price: "0.0316"}\n    - {id: cpu, resource: memory, unit: GiB.h, price: "0.0042"}\n',
  ),
};

export const PRC_009: RuleInfo = {
  id: "PRC-009",
  title: "Schedule that cannot be priced",
  severity: "error",
  why: "Without a readable schedule nobody knows how often a job runs; and a day that does not exist means that it never runs.",
  fix: "Write five fields (minute, hour, day of month, month, day of week) or one of @hourly, @daily, @weekly, @monthly, @yearly.",
  passes: cronJob("0 4 * * *"),
  fails: cronJob("0 4 31 2 *"),
};

export const PRC_010: RuleInfo = {
  id: "PRC-010",
  title: "Usage entry that contradicts the spec",
  severity: "warning",
  why: "Two files state one number differently. The spec is what runs, so it stands, and the entry has no effect.",
  fix: "Correct one of the two, or declare replicas or duration as a range.",
  passes: usage("{match: {asset: ml/segmentation}, replicas: {low: 1, expected: 2, high: 5}}"),
  fails: usage("{match: {asset: ml/segmentation}, replicas: 7}"),
};

export const PRC_011: RuleInfo = {
  id: "PRC-011",
  title: "Implausible quantity",
  severity: "warning",
  why: "A count or size above a thousand million is nearly always a slip of digits or of the unit. It is priced as it is written.",
  fix: "Correct the number or its unit.",
  passes: "spec: {replicas: 3}\n",
  fails: "spec: {replicas: 3000000000}\n",
};

export const PRC_012: RuleInfo = {
  id: "PRC-012",
  title: "Quantity that is not one",
  severity: "error",
  why: "A range whose bounds are out of order, a negative amount or an unknown size has no meaning; what depends on it stays unknown.",
  fix: "Write low ≤ expected ≤ high, all of 0 or more.",
  passes: usage(
    "{match: {asset: growth/segmentation}, duration: {low: PT10M, expected: PT22M, high: PT50M}}",
  ),
  fails: usage(
    "{match: {asset: growth/segmentation}, duration: {low: PT50M, expected: PT22M, high: PT10M}}",
  ),
};

export const PRC_013: RuleInfo = {
  id: "PRC-013",
  title: "Price table made for another month",
  severity: "info",
  why: "Hourly prices that were divided out of monthly ones fit only months of the same length. The estimate uses the length that its option or the configuration names.",
  fix: "Set `cost.month` in the configuration to what the table was made for.",
  passes: table('    - {id: cpu, resource: cpu, unit: vCPU.h, price: "0.0316"}\n').replace(
    "EUR",
    "EUR\n  hoursPerMonth: 730",
  ),
  fails: table('    - {id: cpu, resource: cpu, unit: vCPU.h, price: "0.0316"}\n').replace(
    "EUR",
    "EUR\n  hoursPerMonth: calendar",
  ),
};

const rates = (rows: string): string =>
  `apiVersion: lineagectl.dev/v1
kind: FxTable
metadata: {name: ecb}
spec:
  base: EUR
  rates:
${rows}`;

export const PRC_014: RuleInfo = {
  id: "PRC-014",
  title: "Two exchange rates of one day",
  severity: "error",
  why: "Which of the two is meant decides about every converted amount, so neither is used and what they would convert stays unknown.",
  fix: "Keep one rate for each pair of currencies and day.",
  passes: rates('    - {quote: USD, rate: "1.0832", date: 2026-11-20}\n'),
  fails: rates(
    '    - {quote: USD, rate: "1.0832", date: 2026-11-20}\n    - {quote: USD, rate: "1.0915", date: 2026-11-20}\n',
  ),
};

export const PRC_015: RuleInfo = {
  id: "PRC-015",
  title: "Exchange rate of long ago",
  severity: "warning",
  why: "A rate more than a quarter old makes an estimate look exact that is not.",
  fix: "Add a newer rate to the FxTable; older ones may stay, they price older days.",
  passes: rates('    - {quote: USD, rate: "1.0832", date: 2026-11-20}\n'),
  fails: rates('    - {quote: USD, rate: "1.0832", date: 2024-11-20}\n'),
};

export const prcRules: readonly RuleInfo[] = [
  PRC_001,
  PRC_002,
  PRC_003,
  PRC_004,
  PRC_005,
  PRC_006,
  PRC_007,
  PRC_008,
  PRC_009,
  PRC_010,
  PRC_011,
  PRC_012,
  PRC_013,
  PRC_014,
  PRC_015,
];
