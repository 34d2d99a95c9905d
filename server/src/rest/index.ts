import type { Matter, Powers } from '../powers.ts';
import type { RulesMatter } from '../rules/rules.ts';
import type { Uplift } from '../uplift/index.ts';
import { contactRoutes } from './contactRoutes.ts';
import { conversationRoutes } from './conversationRoutes.ts';
import { openapi } from './openapi.ts';
import { orderRoutes } from './orderRoutes.ts';
import { reportRoutes } from './reportRoutes.ts';
import { ruleRoutes } from './ruleRoutes.ts';

/**
 * The public REST API under /api/v1, for a shop's own programs: bearer keys with scopes, problem+json, cursors,
 * `Idempotency-Key` on every POST. Each answer is described in /api/v1/openapi.json.
 */
export function createRest(powers: Powers & { rules: RulesMatter; uplift: Uplift }): Matter {
  return {
    // A whole set of rules is larger than any other body: it is read there.
    rawRoutes: (router) => ruleRoutes(router, powers),
    routes(router) {
      router.get('/openapi.json', (_, res) => void res.json(openapi));
      conversationRoutes(router, powers);
      contactRoutes(router, powers);
      orderRoutes(router, powers);
      reportRoutes(router, powers);
    },
  };
}
