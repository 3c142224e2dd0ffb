import { parseTemplate } from "../../jinja/parse.ts";
import { macrosOf } from "../../jinja/macros.ts";
import type { Macro } from "../../jinja/value.ts";

/** A macro that dbt itself brings along: what it writes, by adapter. */
interface Builtin {
  readonly parameters: string;
  readonly bodies: Readonly<Record<string, string>>;
}

/**
 * The macros of dbt for SQL that differs between warehouses, as their documentation describes them.
 *
 * @see https://docs.getdbt.com/reference/dbt-jinja-functions/cross-database-macros
 */
const builtins: Readonly<Record<string, Builtin>> = {
  any_value: {
    parameters: "expression",
    bodies: {
      default: "any_value({{ expression }})",
      postgres: "min({{ expression }})",
      duckdb: "arbitrary({{ expression }})",
    },
  },
  bool_or: {
    parameters: "expression",
    bodies: {
      default: "bool_or({{ expression }})",
      snowflake: "boolor_agg({{ expression }})",
      bigquery: "logical_or({{ expression }})",
    },
  },
  concat: {
    parameters: "fields",
    bodies: {
      default: "{{ fields | join(' || ') }}",
      bigquery: "concat({{ fields | join(', ') }})",
      spark: "concat({{ fields | join(', ') }})",
    },
  },
  hash: {
    parameters: "field",
    bodies: {
      default: "md5(cast({{ field }} as {{ api.Column.translate_type('string') }}))",
      bigquery: "to_hex(md5(cast({{ field }} as string)))",
      trino: "lower(to_hex(md5(to_utf8(cast({{ field }} as varchar)))))",
    },
  },
  length: { parameters: "expression", bodies: { default: "length( {{ expression }} )" } },
  position: {
    parameters: "substring_text, string_text",
    bodies: {
      default: "position( {{ substring_text }} in {{ string_text }} )",
      bigquery: "strpos( {{ string_text }}, {{ substring_text }} )",
    },
  },
  replace: {
    parameters: "field, old_chars, new_chars",
    bodies: { default: "replace( {{ field }}, {{ old_chars }}, {{ new_chars }} )" },
  },
  right: {
    parameters: "string_text, length_expression",
    bodies: {
      default: "right( {{ string_text }}, {{ length_expression }} )",
      bigquery: "substr( {{ string_text }}, -1 * ({{ length_expression }}) )",
    },
  },
  split_part: {
    parameters: "string_text, delimiter_text, part_number",
    bodies: {
      default: "split_part( {{ string_text }}, {{ delimiter_text }}, {{ part_number }} )",
      duckdb: "string_split({{ string_text }}, {{ delimiter_text }})[ {{ part_number }} ]",
      bigquery:
        "split( {{ string_text }}, {{ delimiter_text }} )[safe_offset({{ part_number }} - 1)]",
      spark: "split( {{ string_text }}, {{ delimiter_text }} )[{{ part_number }} - 1]",
    },
  },
  escape_single_quotes: {
    parameters: "expression",
    bodies: {
      default: `{{ expression | replace("'", "''") }}`,
      bigquery: `{{ expression | replace("'", "\\\\'") }}`,
    },
  },
  string_literal: { parameters: "value", bodies: { default: "'{{ value }}'" } },
  cast: { parameters: "field, type", bodies: { default: "cast({{ field }} as {{ type }})" } },
  safe_cast: {
    parameters: "field, type",
    bodies: {
      default: "cast({{ field }} as {{ type }})",
      snowflake: "try_cast({{ field }} as {{ type }})",
      bigquery: "safe_cast({{ field }} as {{ type }})",
      trino: "try_cast({{ field }} as {{ type }})",
    },
  },
  cast_bool_to_text: {
    parameters: "field",
    bodies: { default: "cast({{ field }} as {{ api.Column.translate_type('string') }})" },
  },
  except: { parameters: "", bodies: { default: "except", bigquery: "except distinct" } },
  intersect: { parameters: "", bodies: { default: "intersect", bigquery: "intersect distinct" } },
  listagg: {
    parameters: `measure, delimiter_text="','", order_by_clause=none, limit_num=none`,
    bodies: {
      default:
        "listagg( {{ measure }}, {{ delimiter_text }} ){% if order_by_clause %} within group ({{ order_by_clause }}){% endif %}",
      postgres: "string_agg( {{ measure }}, {{ delimiter_text }} {{ order_by_clause or '' }} )",
      duckdb: "string_agg( {{ measure }}, {{ delimiter_text }} {{ order_by_clause or '' }} )",
      bigquery: "string_agg( {{ measure }}, {{ delimiter_text }} {{ order_by_clause or '' }} )",
      spark: "array_join( collect_list( {{ measure }} ), {{ delimiter_text }} )",
    },
  },
  array_append: {
    parameters: "array, new_element",
    bodies: { default: "array_append({{ array }}, {{ new_element }})" },
  },
  array_concat: {
    parameters: "array_1, array_2",
    bodies: {
      default: "array_cat({{ array_1 }}, {{ array_2 }})",
      bigquery: "array_concat({{ array_1 }}, {{ array_2 }})",
    },
  },
  array_construct: {
    parameters: "inputs=[], data_type=none",
    bodies: {
      default: "array[{{ inputs | join(' , ') }}]",
      snowflake: "array_construct({{ inputs | join(' , ') }})",
      bigquery: "[{{ inputs | join(' , ') }}]",
    },
  },
  date_trunc: {
    parameters: "datepart, date",
    bodies: {
      default: "date_trunc('{{ datepart }}', {{ date }})",
      bigquery: "timestamp_trunc( cast({{ date }} as timestamp), {{ datepart }} )",
    },
  },
  dateadd: {
    parameters: "datepart, interval, from_date_or_timestamp",
    bodies: {
      default: "dateadd( {{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }} )",
      postgres: "{{ from_date_or_timestamp }} + ((interval '1 {{ datepart }}') * ({{ interval }}))",
      redshift: "dateadd( {{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }} )",
      bigquery:
        "datetime_add( cast( {{ from_date_or_timestamp }} as datetime), interval {{ interval }} {{ datepart }} )",
      duckdb:
        "{% set unit = datepart | lower %}{% set months = {'quarter': '3) * interval 1 month', 'week': '7) * interval 1 day'} %}" +
        "{% if unit in months %}({{ from_date_or_timestamp }} + (cast({{ interval }} as bigint) * {{ months[unit] }})" +
        "{% else %}({{ from_date_or_timestamp }} + cast({{ interval }} as bigint) * interval 1 {{ unit }}){% endif %}",
      trino: "date_add('{{ datepart }}', {{ interval }}, {{ from_date_or_timestamp }})",
    },
  },
  datediff: {
    parameters: "first_date, second_date, datepart",
    bodies: {
      default: "datediff( {{ datepart }}, {{ first_date }}, {{ second_date }} )",
      postgres:
        "(date_part('{{ datepart }}', ({{ second_date }})::timestamp) - date_part('{{ datepart }}', ({{ first_date }})::timestamp))",
      redshift: "datediff( {{ datepart }}, {{ first_date }}, {{ second_date }} )",
      bigquery:
        "datetime_diff( cast({{ second_date }} as datetime), cast({{ first_date }} as datetime), {{ datepart }} )",
      duckdb:
        "(date_diff('{{ datepart }}', {{ first_date }}::timestamp, {{ second_date }}::timestamp ))",
      trino: "date_diff('{{ datepart }}', {{ first_date }}, {{ second_date }})",
    },
  },
  last_day: {
    parameters: "date, datepart",
    bodies: {
      default:
        "cast( {{ dbt.dateadd('day', '-1', dbt.dateadd(datepart, '1', dbt.date_trunc(datepart, date))) }} as date)",
      snowflake: "last_day({{ date }}, {{ datepart }})",
    },
  },
  current_timestamp: {
    parameters: "",
    bodies: {
      default: "current_timestamp",
      snowflake: "convert_timezone('UTC', current_timestamp())",
      bigquery: "current_timestamp()",
      postgres: "now()",
      duckdb: "now()",
      spark: "current_timestamp()",
      redshift: "getdate()",
    },
  },
  type_string: {
    parameters: "",
    bodies: { default: "{{ return(api.Column.translate_type('string')) }}" },
  },
  type_timestamp: {
    parameters: "",
    bodies: { default: "{{ return(api.Column.translate_type('timestamp')) }}" },
  },
  type_float: {
    parameters: "",
    bodies: { default: "{{ return(api.Column.translate_type('float')) }}" },
  },
  type_numeric: {
    parameters: "",
    bodies: {
      default: "{{ return(api.Column.numeric_type('numeric', 28, 6)) }}",
      bigquery: "{{ return('numeric') }}",
    },
  },
  type_bigint: {
    parameters: "",
    bodies: { default: "{{ return(api.Column.translate_type('bigint')) }}" },
  },
  type_int: {
    parameters: "",
    bodies: { default: "{{ return(api.Column.translate_type('integer')) }}" },
  },
  type_boolean: {
    parameters: "",
    bodies: { default: "{{ return(api.Column.translate_type('boolean')) }}" },
  },
};

/** Names only, without defaults: what a macro hands on. */
function namesOf(parameters: string): string {
  return parameters
    .split(/,(?![^"'[\]]*["'\]])/u)
    .map((part) => part.split("=", 1)[0]?.trim() ?? "")
    .join(", ");
}

/** The macros of dbt itself, by name: each with one that dispatches and one for each adapter. */
export function builtinMacros(): ReadonlyMap<string, Macro> {
  const texts = Object.entries(builtins).flatMap(([name, { parameters, bodies }]) => {
    const names = namesOf(parameters);
    const macro = (title: string, body: string): string =>
      `{% macro ${title}(${parameters}) %}${body}{% endmacro %}`;
    return [
      macro(name, `{{ return(adapter.dispatch('${name}', 'dbt')(${names})) }}`),
      ...Object.entries(bodies).map(([adapter, body]) => macro(`${adapter}__${name}`, body)),
    ];
  });
  return macrosOf(parseTemplate("dbt", texts.join("\n")));
}

const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  default: {
    string: "TEXT",
    timestamp: "TIMESTAMP",
    float: "FLOAT",
    integer: "INT",
    boolean: "BOOLEAN",
  },
  bigquery: {
    string: "STRING",
    float: "FLOAT64",
    integer: "INT64",
    bigint: "INT64",
    boolean: "BOOL",
  },
  spark: { string: "STRING", long: "BIGINT" },
  trino: { string: "VARCHAR", float: "DOUBLE" },
  athena: { string: "VARCHAR", float: "DOUBLE" },
};

/** What the adapters call a type; a word that they do not know stays as it is. */
export function typeLabel(word: string, adapters: readonly string[]): string {
  for (const adapter of [...adapters, "default"]) {
    const found = new Map(Object.entries(labels[adapter] ?? {})).get(word.toLowerCase());
    if (found !== undefined) return found;
  }
  return word;
}

const parents = new Map([
  ["redshift", "postgres"],
  ["databricks", "spark"],
]);

/** An adapter with the one that it builds on: where macros are looked for. */
export function adapterNames(type: string | undefined): readonly string[] {
  if (type === undefined) return [];
  const parent = parents.get(type);
  return parent === undefined ? [type] : [type, parent];
}
