import { z } from 'zod';

/** The languages that Whisper hears, by its codes. */
const heardLanguages: ReadonlySet<string> = new Set(
  'af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu haw ha he hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh'.split(
    ' ',
  ),
);

/** Codes apart by commas ("en,es") as a list, each once; what nobody knows is named. */
export const languageListSchema = z
  .string()
  .max(200)
  .transform(listed)
  .pipe(
    z
      .array(
        z.string().refine((code) => heardLanguages.has(code), {
          error: ({ input }) => `knows no language "${input}"; use codes such as en,es`,
        }),
      )
      .min(1)
      .max(10),
  );

function listed(text: string): string[] {
  const codes = text.toLowerCase().split(',');
  return [...new Set(codes.map((each) => each.trim()).filter((each) => each !== ''))];
}

export const isLanguageList = (text: string): boolean => languageListSchema.safeParse(text).success;
