{# Production has the schemas that models ask for; everybody else has one of their own. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ custom_schema_name if custom_schema_name and target.name == 'prod' else target.schema }}
{%- endmacro %}
