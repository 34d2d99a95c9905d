import type { AgentFace, CallRecord, Share } from '@theke/protocol';
import * as v from 'valibot';
import { strings, time } from './words.ts';

/** An agent as others see one. */
export const face = v.object(strings('agentId', 'name')) satisfies v.GenericSchema<AgentFace>;

const capability = v.picklist(['point', 'control', 'fill']);
const stand = v.picklist(['off', 'asked', 'on', 'refused']);

/** A shared page, as it stands. */
export const share = v.pipe(
  v.object({
    ...strings('shareId', 'conversationId'),
    phase: v.picklist(['asked', 'on', 'ended']),
    agent: face,
    grants: v.object({ point: stand, control: stand, fill: stand }),
    actor: face,
    handover: v.optional(v.object({ agent: face, capability })),
    viewers: v.array(face),
    paused: v.boolean(),
    recorded: v.boolean(),
    why: v.optional(
      v.picklist(['declined', 'stoppedByVisitor', 'stoppedByAgent', 'conversationEnded', 'left', 'silent', 'unsafe']),
    ),
    sinceAt: time,
  }),
  v.title('Share'),
) satisfies v.GenericSchema<Share>;

/** A call, as it stands. */
export const call = v.pipe(
  v.object({
    ...strings('callId', 'conversationId'),
    phase: v.picklist(['ringing', 'on', 'ended']),
    agent: face,
    sinceAt: time,
    why: v.optional(
      v.picklist([
        'hungUp',
        'declined',
        'missed',
        'cancelled',
        'busy',
        'lost',
        'replaced',
        'elsewhere',
        'conversationEnded',
        'server',
      ]),
    ),
  }),
  v.title('Call'),
) satisfies v.GenericSchema<CallRecord>;
