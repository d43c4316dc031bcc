/**
 * The part of papaparse that the core uses. The published types bring those of Node with them, which would hide a use
 * of Node where it must not be (tsconfig.core.json).
 */
interface ParseError {
  readonly type: 'Quotes' | 'Delimiter' | 'FieldMismatch';
}
interface ParseStep<T> {
  readonly data: T;
  readonly errors: readonly ParseError[];
  readonly meta: { readonly cursor: number };
}
declare const Papa: {
  parse<T>(text: string, config: { delimiter: string; step(step: ParseStep<T>): void }): void;
  unparse(
    table: { fields: readonly string[]; data: readonly (readonly (string | number)[])[] },
    config: { newline: string },
  ): string;
};
// biome-ignore lint/style/noDefaultExport: this is how papaparse exports itself
export default Papa;
