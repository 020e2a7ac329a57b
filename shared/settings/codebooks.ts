import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { type Codebook, codebookSchema, ownCodebook } from '../lessons/codebook.ts';

/** Bytes of the setting, or of the file that it names: two hundred codebooks of a usual length. */
export const mostCodebookBytes = 1_000_000;

/** The setting CODEBOOK: one codebook for every site, and others for some. */
export const codebooksSchema = z.strictObject({
  codebook: codebookSchema.optional(),
  sites: z
    .record(z.string().min(1).max(100), codebookSchema)
    .default({})
    .refine((sites) => Object.keys(sites).length <= 200, 'at most 200 sites'),
});
export type Codebooks = z.infer<typeof codebooksSchema>;

/** Reads CODEBOOK: JSON where it begins with a brace, else the path of a file of it. Neither is quoted in what is wrong. */
export const codebooksSetting = z
  .string()
  .transform((text, context): unknown => {
    const wrong = (message: string) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    const inline = text.trimStart().startsWith('{');
    const json = inline ? text : textOf(text.trim());
    if (typeof json !== 'string') return wrong(`the file cannot be read (${json.why})`);
    if (Buffer.byteLength(json) > mostCodebookBytes) return wrong(`has more than ${mostCodebookBytes} bytes`);
    try {
      return JSON.parse(json.replace(/^\ufeff/u, ''));
    } catch {
      return wrong(inline ? 'is not JSON' : 'the file is not JSON');
    }
  })
  .pipe(codebooksSchema);

function textOf(path: string): string | { readonly why: string } {
  try {
    const { size } = statSync(path);
    if (size > mostCodebookBytes) return { why: `more than ${mostCodebookBytes} bytes` };
    return readFileSync(path, 'utf8');
  } catch (error) {
    return { why: error instanceof Error && 'code' in error ? String(error.code) : 'unknown' };
  }
}

/** The codebook by which a site's lessons are shown, reviewed and taken away. */
export function codebookOf(
  { CODEBOOK: codebooks }: { readonly CODEBOOK?: Codebooks | undefined },
  site: string,
): Codebook {
  const sites = codebooks?.sites ?? {};
  return (Object.hasOwn(sites, site) ? sites[site] : undefined) ?? codebooks?.codebook ?? ownCodebook;
}
