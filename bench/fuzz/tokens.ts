// Words of each language: inputs are made of them, and they are put into inputs.

const yaml =
  "a|b c|- |-|? |: |:|,|[|]|{|}|\"|'|\\|\n|\n  |\n    |\n- |\n\t|\t|#| # c\n|&x |*x|*y|!t |!!int |!!str |!!binary |%YAML 1.2\n|%TAG ! x\n|---\n|...\n|>-\n|>2\n|<<: |<<: *x|<<|=|1|0777|0x1F|1:30|22:22:22.5|2026-02-30|2026-01-31|-|.|.inf|1e999|null|~|true|yes|y|é|😀|\r\n|\r|\ufeff|\u2028|__proto__|constructor|\\ud800|{{|{{- if x }}|{%|${|<%|@x@|`";
const json =
  '{|}|[|]|,|:|"|"a"|"b"|\\|\\u00e9|\\ud800|\\udc00|1|-|0|-0|.5|e9|1e999|9007199254740993|true|false|null| |\n|\t|"__proto__"|"constructor"|/|é|😀';
const toml =
  "a|b|\"c d\"|'e'|.|=| = |1|1_0|0x1F|0o7|0b1|1.5|1e9|true|\"x\"|'y'|\"\"\"|'''|[|]|[[|]]|{|}|,|\n|\r\n| |#|# c\n|1979-05-27|07:32:00|T|Z|inf|nan|\\|\\u0041|\\U0010FFFF|__proto__|constructor|toString|hasOwnProperty|é";
const specs =
  "apiVersion: lineagectl.dev/v1\n|apiVersion: apps/v1\n|apiVersion: batch/v1\n|apiVersion: argoproj.io/v1alpha1\n|kind: Dataset\n|kind: Pipeline\n|kind: Model\n|kind: Deployment\n|kind: CronJob\n|kind: Application\n|kind: PriceTable\n|metadata: {name: a, namespace: b}\n|metadata:\n  name: |spec:\n  |spec: {|columns: [{name: c}]|reads: [|writes: [|resources: {requests: {cpu: 100m}}|replicas: |schedule: |template: |containers: [{name: a}]|nvidia.com/gpu: |annotations: {lineagectl.dev/reads: |s3://b/c|${x}|{{ x }}|null|[]|{}|-1|1e30|'*/5 * * * *'";
const cel =
  'asset|old|params|asset.owner|asset.kind|upstream(asset)|has(|.exists(|.all(|.map(|.filter(|x, |(|)|[|]|{|}|.|,|?|:|&&||||!|==|!=|<|>=|+|-|*|/|%| in |"a"|\'b\'|r"\\d"|b"x"|1|0x1F|1u|1.5e3|true|null|size(|matches(|.matches("|.startsWith(|timestamp(|duration(|int(|string(|dyn(|type(|\\u0000|"""|// c\n| ';
const glob =
  "*|**|?|/|**/|/**|[a-z]|[!a]|{a,b}|{|}|,|a|b|ab|.|..|\\|\n|\na/b|\na/b/c.yaml|!|+(a)|é|[|]|-|^";
const cron =
  "*|/|-|,| |0|5|59|60|23|31|12|7|*/5|1-5|jan|DEC|mon|SUN|@daily|@every 1h|@yearly|L|W|#|?|TZ=UTC |CRON_TZ=|99999999999|-1|\t|é|0 0 31 2 *|*/0";
const quantity =
  "1|0|9|.|,|-|+|e|E|e3|E-3|1e999999|n|u|m|k|M|G|T|P|Ki|Mi|Gi|Ti|Ei|GiB|MB|kB| |_|P|PT|T|1D|H|M|S|P1W|PT1.5H|0x1|Infinity|NaN|99999999999999999999|é|\n";
const address =
  "s3://|s3a://|gs://|abfss://c@a|jdbc:|postgres://|snowflake://|file://|https://|git@|ssh://|github.com|gitlab|:|/|//|?|#|@|..|.git|*|dt=2026-01-01/|%2F|%|\"|'|a|B|é|user:pass@|:443| |\\|\n|kafka://|bigquery:|[::1]";

const words: Readonly<Record<string, string>> = {
  toml,
  json,
  adapters: `${specs}|${yaml}`,
  "price-table": `${specs}|unit: vCPU.h|price: "0.03"|prices: [{id: a}]|currency: EUR|resource: cpu|match: {tags: |tiers: |from: 2026-01-01|${yaml}`,
  bundle: json,
  statement: json,
  "trust-root": json,
  cel,
  glob,
  cron,
  quantity,
  address,
};

/** The words of a target's language; YAML's for the profiles of YAML. */
export function tokensOf(name: string): readonly string[] {
  return [...(words[name] ?? yaml).split("|").filter((word) => word !== ""), "|", "||"];
}
