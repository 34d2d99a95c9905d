import type { Matter, Powers } from '../powers.ts';
import type { RulesMatter } from '../rules/rules.ts';
import type { Uplift } from '../uplift/index.ts';
import { contactDescribed } from './contactDescribed.ts';
import { contactRoutes } from './contactRoutes.ts';
import { conversationDescribed } from './conversationDescribed.ts';
import { conversationRoutes } from './conversationRoutes.ts';
import { orderDescribed } from './orderDescribed.ts';
import { orderRoutes } from './orderRoutes.ts';
import { reportDescribed } from './reportDescribed.ts';
import { reportRoutes } from './reportRoutes.ts';
import { ruleDescribed } from './ruleDescribed.ts';
import { ruleRoutes } from './ruleRoutes.ts';

/**
 * The public REST API under /api/v1, for a shop's own programs: bearer keys with scopes, problem+json, cursors,
 * `Idempotency-Key` on every POST. Each route has its description beside it; /api/v1/openapi.json is made of these.
 */
export function createRest(powers: Powers & { rules: RulesMatter; uplift: Uplift }): Matter {
  return {
    described: [...conversationDescribed, ...contactDescribed, ...orderDescribed, ...reportDescribed, ...ruleDescribed],
    // A whole set of rules is larger than any other body: it is read there.
    rawRoutes: (router) => ruleRoutes(router, powers),
    routes(router) {
      conversationRoutes(router, powers);
      contactRoutes(router, powers);
      orderRoutes(router, powers);
      reportRoutes(router, powers);
    },
  };
}
