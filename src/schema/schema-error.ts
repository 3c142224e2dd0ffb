/** One complaint of a generated validator, in the shape Ajv writes; declared here so that only the generator knows Ajv. */
export interface SchemaError {
  /** JSON pointer to the offending value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}
