import { z } from 'zod';

/** What somebody may be at one site, or at all. */
export const siteRoleSchema = z.enum(['uploader', 'coach', 'admin']);
export type SiteRole = z.infer<typeof siteRoleSchema>;

/** The same, and an educator, who has no site but their own lessons. */
export const roleSchema = z.enum(['uploader', 'coach', 'educator', 'admin']);
export type Role = z.infer<typeof roleSchema>;

/** A role at all sites, or at one. */
export type Granted = { readonly role: Role } | { readonly role: SiteRole; readonly site: string };

/**
 * Reads a role as the sign-in or the setting names it: `coach` at all sites, `coach@River%20School` at one, its name
 * percent-encoded where it has characters that a role's value may not have. Undefined for anything else.
 */
export function readGranted(text: string): Granted | undefined {
  const at = text.indexOf('@');
  if (at === -1) {
    const role = roleSchema.safeParse(text).data;
    return role && { role };
  }
  const role = siteRoleSchema.safeParse(text.slice(0, at)).data;
  const site = decoded(text.slice(at + 1));
  return role && site ? { role, site } : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

const grantedSchema = z.string().transform((text, context) => {
  const granted = readGranted(text);
  if (granted !== undefined) return granted;
  context.addIssue({ code: 'custom', message: 'is no role, as coach or coach@SITE' });
  return z.NEVER;
});

/** The setting SITE_ROLES: what a group, or a role of another name, means here. */
export const siteRolesSchema = z.record(z.string().min(1), z.array(grantedSchema).max(1000));
