import type { Sites } from '../sites/sites.ts';

/** What the built loader says as long as nobody has told it which sites have rules. */
export const ruledMark = '__THEKE_RULED__';
/** The loader has to ask itself. */
const anySite = '*';

/**
 * What the loader is told instead: the sites of this origin that have rules, with commas between; empty: none of them. `*` where the
 * page did not say where it is. A page of nobody's origin is told nothing: whatever it asked would be refused.
 */
export async function ruledWord(
  referer: string | undefined,
  powers: { sites: Pick<Sites, 'all'>; has(siteId: string): Promise<boolean> },
): Promise<string> {
  if (!referer || !URL.canParse(referer)) return anySite;
  const { origin } = new URL(referer);
  const ruled: string[] = [];
  try {
    const here = (await powers.sites.all()).filter((site) => site.origins.includes(origin));
    for (const { id } of here) if (await powers.has(id)) ruled.push(id);
  } catch {
    // A shop gets its launcher also while our database rests.
    return anySite;
  }
  // It goes into a program: nothing that could end the text it stands in.
  return ruled.every((id) => /^[\w-]+$/.test(id)) ? ruled.join(',') : anySite;
}
